import { SystemTime } from '@cunqin/platform';
import { Injectable } from '@nestjs/common';

/**
 * The machine's own time, which tokens live in even when the township lives in another (the demo town
 * does): a client compares `expiresAt` with its own clock.
 */
@Injectable()
export class SessionTime extends SystemTime {}
