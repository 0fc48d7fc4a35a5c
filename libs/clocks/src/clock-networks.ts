import { lookup } from 'node:dns/promises';
import { BlockList, isIP } from 'node:net';
import { Inject, Injectable } from '@nestjs/common';
import { CONFIG, type Config } from '@cunqin/platform';
import { clockErrors } from './clock-errors.js';

/**
 * The networks in which clocks may live. An administrator's typing error, or somebody else's idea, must
 * not make this server talk to the rest of the world.
 */
@Injectable()
export class ClockNetworks {
  private readonly allowed = new BlockList();

  constructor(@Inject(CONFIG) config: Config) {
    for (const network of config.clockNetworks) {
      const [address = '', prefix = ''] = network.split('/');
      this.allowed.addSubnet(address, Number(prefix), isIP(address) === 6 ? 'ipv6' : 'ipv4');
    }
  }

  /**
   * The address to connect to. The name is resolved here, once, so that what was checked is what is used.
   *
   * @throws CodedError `CLOCKS.UNKNOWN_HOST`, `CLOCKS.ADDRESS_NOT_ALLOWED`
   */
  async resolve(host: string): Promise<string> {
    const { address, family } = await lookup(host).catch((failure: unknown) => {
      throw clockErrors.unknownHost(host, failure);
    });
    if (!this.allowed.check(address, family === 6 ? 'ipv6' : 'ipv4')) throw clockErrors.outsideNetworks(host);
    return address;
  }

  /** Whether a clock may speak to us from this address; IPv4 inside IPv6 counts as IPv4. */
  allows(address: string): boolean {
    const plain = address.replace(/^::ffff:(?=\d+\.)/i, '');
    const version = isIP(plain);
    return version !== 0 && this.allowed.check(plain, version === 6 ? 'ipv6' : 'ipv4');
  }
}
