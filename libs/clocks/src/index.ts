export { ClockHealthService } from './clock-health.service.js';
export { ClocksModule } from './clocks.module.js';
export { ClocksService, type ClockView } from './clocks.service.js';
export { DueClocksRepository } from './due-clocks.repository.js';
export { PollClockService } from './poll-clock.service.js';
export { ProbeClockService } from './probe-clock.service.js';
export { AnswerPushCountService } from './push/answer-push-count.service.js';
export {
  ClockEventsService,
  type ClockEventView,
  type QuarantinedLineView,
} from './push/clock-events.service.js';
export { ProvePushClocksService } from './push/prove-push-clocks.service.js';
export type { PushClock, UnknownPushDevice } from './push/push-clocks.repository.js';
export { PushClocksService } from './push/push-clocks.service.js';
export { PushCommandsService } from './push/push-commands.service.js';
export { PushIntakeService } from './push/push-intake.service.js';
export { ATTLOG_FILE_LIMIT_BYTES, ImportAttlogService } from './usb/import-attlog.service.js';
export { usbErrors } from './usb/usb-errors.js';
export type { PollResult } from './read-clock.service.js';
export { ReplaceDeviceService } from './replace-device.service.js';
export { WatchClocksService } from './live/watch-clocks.service.js';
