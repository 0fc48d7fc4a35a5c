import { Temporal } from 'temporal-polyfill';
import type { HolidayNotice } from './work-calendar.js';

const day = (text: string): Temporal.PlainDate => Temporal.PlainDate.from(text);

/**
 * Notices of the General Office of the State Council that every installation starts with.
 * A township imports later ones, or amendments, itself.
 */
export const officialNotices: readonly HolidayNotice[] = [
  {
    // https://www.gov.cn/zhengce/content/202411/content_6986382.htm
    year: 2025,
    docNo: '国办发明电〔2024〕12号',
    holidays: [
      { name: '元旦', from: day('2025-01-01'), to: day('2025-01-01') },
      { name: '春节', from: day('2025-01-28'), to: day('2025-02-04') },
      { name: '清明节', from: day('2025-04-04'), to: day('2025-04-06') },
      { name: '劳动节', from: day('2025-05-01'), to: day('2025-05-05') },
      { name: '端午节', from: day('2025-05-31'), to: day('2025-06-02') },
      { name: '国庆节、中秋节', from: day('2025-10-01'), to: day('2025-10-08') },
    ],
    makeupWorkdays: ['2025-01-26', '2025-02-08', '2025-04-27', '2025-09-28', '2025-10-11'].map(day),
  },
  {
    // https://www.gov.cn/zhengce/content/202511/content_7047090.htm
    year: 2026,
    docNo: '国办发明电〔2025〕7号',
    holidays: [
      { name: '元旦', from: day('2026-01-01'), to: day('2026-01-03') },
      { name: '春节', from: day('2026-02-15'), to: day('2026-02-23') },
      { name: '清明节', from: day('2026-04-04'), to: day('2026-04-06') },
      { name: '劳动节', from: day('2026-05-01'), to: day('2026-05-05') },
      { name: '端午节', from: day('2026-06-19'), to: day('2026-06-21') },
      { name: '中秋节', from: day('2026-09-25'), to: day('2026-09-27') },
      { name: '国庆节', from: day('2026-10-01'), to: day('2026-10-07') },
    ],
    makeupWorkdays: ['2026-01-04', '2026-02-14', '2026-02-28', '2026-05-09', '2026-09-20', '2026-10-10'].map(
      day,
    ),
  },
];
