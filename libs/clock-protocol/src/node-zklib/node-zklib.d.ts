declare module 'node-zklib/zklibtcp.js' {
  import type { EventEmitter } from 'node:events';

  /** The part of net.Socket that node-zklib 1.3.0 uses once connected. */
  export interface ZkLibSocket extends EventEmitter {
    write(bytes: Buffer, encoding: null, callback: (error: Error | null) => void): boolean;
  }

  export interface ReceivedSet {
    readonly data: Buffer;
    /** Set when `data` is a part of the set only. */
    readonly err?: Error | null;
  }

  export default class ZKLibTCP {
    constructor(ip: string, port: number, timeoutMs: number);
    socket: ZkLibSocket | null;
    sessionId: number | null;
    replyId: number;
    /** The answer's payload, without TCP frame; its checksum and reply id are not looked at. */
    executeCmd(command: number, data: Buffer | string): Promise<Buffer>;
    requestData(message: Buffer): Promise<Buffer>;
    readWithBuffer(request: Buffer): Promise<ReceivedSet>;
  }
}
