/** What the rulebook uses of the lib, without the services that a whole program would be loaded for. */
export { dayWeight, neededCorrection } from '../../libs/visit-days/src/domain/day-weight.js';
export { pairPunches } from '../../libs/visit-days/src/domain/pair-punches.js';
