import ZktecoJs from 'zkteco-js';
import { serve } from './serve.mjs';

serve(async ({ host, port, medium }) => {
  const clock = new ZktecoJs(host, port, 3_000, 0);
  // Over UDP the package looks at its TCP side first and gives up: its UDP side is taken directly.
  const side = medium === 'udp' ? clock.zudp : clock;
  await side.createSocket();
  if (medium === 'udp') await side.connect();
  const { data, err } = await side.getAttendances();
  await side.disconnect();
  return {
    punches: data.map(({ user_id: number, record_time: time }) => ({ number, time })),
    error: err ?? null,
  };
});
