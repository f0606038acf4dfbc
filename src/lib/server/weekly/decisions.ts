import type { DecisionsOfWeek } from '#schema/decision.ts';
import { dateIn } from '../../zone.ts';
import { readDecisionsOfWeek } from '../decisions.ts';
import type { ReviewAsking } from './asking.ts';

/** Notes and decisions of the week's review, and those of earlier ones that were still open in it. */
export const decisions = ({ clickhouse, zone, week, asOf }: ReviewAsking): Promise<DecisionsOfWeek> =>
	readDecisionsOfWeek({ clickhouse, zone, asOf, week: dateIn(Date.parse(week.from), zone) });
