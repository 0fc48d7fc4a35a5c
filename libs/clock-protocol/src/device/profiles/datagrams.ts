import type { LineStep } from '../line.js';
import { numberArgument, type ClockProfile, type ProfileFactory } from './clock-profile.js';

const USUAL_PERCENT = 10;

/** Of all datagrams of the clock 10 % are lost, or `udp-loss:PERCENT`. */
export const udpLoss: ProfileFactory = (setting) => {
  const chance = numberArgument(setting, USUAL_PERCENT) / 100;
  return onUdp((steps) => steps.filter(({ kind }) => kind !== 'write' || setting.random() >= chance));
};

/** Of all datagrams 10 % come twice, or `udp-duplicate:PERCENT`. */
export const udpDuplicate: ProfileFactory = (setting) => {
  const chance = numberArgument(setting, USUAL_PERCENT) / 100;
  return onUdp((steps) =>
    steps.flatMap((step) => (step.kind === 'write' && setting.random() < chance ? [step, step] : [step])),
  );
};

/**
 * Of all datagrams 10 %, or `udp-reorder:PERCENT`, are overtaken by the next one: within an answer the two change places, and
 * the last one of an answer arrives with the answer after it.
 */
export const udpReorder: ProfileFactory = (setting) => {
  const chance = numberArgument(setting, USUAL_PERCENT) / 100;
  let late: LineStep | null = null;
  return onUdp((steps) => {
    const arrived: LineStep[] = [];
    for (const step of steps) {
      if (step.kind === 'write' && late === null && setting.random() < chance) {
        late = step;
        continue;
      }
      arrived.push(step);
      if (step.kind === 'write' && late !== null) {
        arrived.push(late);
        late = null;
      }
    }
    return arrived;
  });
};

function onUdp(carry: (steps: readonly LineStep[]) => LineStep[]): ClockProfile {
  return { carry: (steps, { session }) => (session.medium === 'udp' ? carry(steps) : [...steps]) };
}
