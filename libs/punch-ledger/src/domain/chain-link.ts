/** A record of any chain as it is found, with what is needed to ask where it belongs. */
export interface ChainLink {
  /** Where it stands. */
  readonly position: number;
  /** The hash it carries. */
  readonly hash: Buffer;
  /** Whether what no hash covers agrees with what the hash covers. */
  readonly sound: boolean;
  /** The hash its content would have at `position` behind `previous`; empty when it cannot stand there. */
  hashAt(previous: Buffer, position: number): Buffer;
}

/** Whether a link stands at `position` behind `previous` with the hash that it carries. */
export function belongsAt(link: ChainLink, previous: Buffer, position: number): boolean {
  return link.hashAt(previous, position).equals(link.hash);
}

/** Whether a link is what must stand at `position` behind `previous`. */
export function isIntact(link: ChainLink, previous: Buffer, position: number): boolean {
  return link.position === position && link.sound && belongsAt(link, previous, position);
}
