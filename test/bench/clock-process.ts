import { EmulatedClock, plausiblePunches } from '@cunqin/clock-protocol';
import { z } from 'zod';

/** An emulated clock in a process of its own: `clock-process.ts PUNCHES GAP_MS`; says its port, and adds punches when told. */
const [punches = 0, packetGapMs = 0] = process.argv.slice(2).map(Number);
const MESSAGE = z.object({ add: z.number() });

const clock = new EmulatedClock({ ...plausiblePunches({ punches, users: 50, seed: 9 }), packetGapMs });
const { port } = await clock.listen({ host: '127.0.0.1', port: 0, udp: false });
process.on('message', (message) => {
  const { add } = MESSAGE.parse(message);
  clock.addPunches(clock.punches.slice(0, add));
  process.send?.({ port });
});
process.on('disconnect', () => process.exit());
process.send?.({ port });
