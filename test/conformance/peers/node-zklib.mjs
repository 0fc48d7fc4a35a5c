import ZKLib from 'node-zklib';
import { serve } from './serve.mjs';

serve(async ({ host, port }) => {
  const clock = new ZKLib(host, port, 3_000, 0);
  await clock.createSocket();
  const { data, err } = await clock.getAttendances();
  await clock.disconnect();
  return {
    punches: data.map(({ deviceUserId, recordTime }) => ({ number: deviceUserId, time: recordTime })),
    error: err ?? null,
  };
});
