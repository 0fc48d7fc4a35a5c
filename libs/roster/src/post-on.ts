/**
 * Joins `post (identity, post_subsidy_fen)`: what a row of `cadre` was on a date. Somebody who begins later has the
 * first post.
 *
 * @param day an expression of SQL, never input
 */
export function joinPostOn(day: string): string {
  return `LEFT JOIN LATERAL (
            SELECT dated.identity, dated.post_subsidy_fen FROM cadre_post AS dated
            WHERE dated.cadre_code = cadre.code AND dated.valid_from <= ${day}
            ORDER BY dated.valid_from DESC LIMIT 1) AS later_post ON true
          CROSS JOIN LATERAL (
            SELECT coalesce(later_post.identity, cadre.identity) AS identity,
                   coalesce(later_post.post_subsidy_fen, cadre.post_subsidy_fen) AS post_subsidy_fen) AS post`;
}

/** The last day of a month such as `2026-10`: the post of that day is the month's. @param month an expression of SQL */
export function lastDayOf(month: string): string {
  return `((${month} || '-01')::date + interval '1 month' - interval '1 day')::date`;
}
