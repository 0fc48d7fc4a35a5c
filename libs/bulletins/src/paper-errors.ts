import { CodedError } from '@cunqin/platform/errors';

/** What people can ask wrong of issued papers. */
export const paperErrors = {
  notIssued: (week: string) =>
    new CodedError('PAPERS.NOT_ISSUED', `no such paper was issued for ${week}`, {
      status: 404,
      title: `${week} 没有印制过这份材料`,
    }),
};
