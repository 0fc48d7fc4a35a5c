import type { AttendanceLayout } from '../../driver.js';
import type { ProfileFactory } from './clock-profile.js';

/** A clock of another family: its punches have this layout, its users the size that goes with it. */
export function layoutProfile(layout: AttendanceLayout): ProfileFactory {
  return () => ({ equip: (options) => ({ ...options, layout }) });
}
