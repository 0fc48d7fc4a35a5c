import { readWorkbook } from '../../libs/bulletins/src/testing/read-sheet.js';
import type { Town } from './town.js';

/** Monday to Sunday of a cadre's line in the weekly summary as downloaded, which are its columns 7 to 13. */
export async function summaryMarks(town: Town, week: string, cadreCode: string): Promise<unknown[]> {
  const download = await town.api
    .http()
    .get(`/api/weeks/${week}/summary.xlsx`)
    .set('Authorization', await town.tokenOf('office'))
    .responseType('blob')
    .expect(200);
  const [sheet] = (await readWorkbook(download.body as Buffer)).sheets;
  const row = Array.from({ length: 20 }, (_, index) => index + 1).find(
    (number) => sheet?.cell(`B${number}`) === `干部${cadreCode}`,
  );
  return [...'GHIJKLM'].map((column) => sheet?.cell(`${column}${row}`));
}
