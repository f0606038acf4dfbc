import type { SavedAnnotation } from '#schema/annotation.ts';
import { addDays, dateIn } from '../../zone.ts';
import { createAnnotations } from '../annotations.ts';
import type { ReviewAsking } from './asking.ts';
import { BASELINE } from './signals.ts';

/** What happened and was decided from one day to another, both included. */
export type AnnotationsOfWeeks = {
	from: string;
	to: string;
	teams: string[];
	annotations: SavedAnnotation[];
};

type Asking = Pick<ReviewAsking, 'clickhouse' | 'zone' | 'teams'> & { week: { from: string } };

/** Events and decisions in the weeks that the review's trends show, of these teams and of none in particular. */
export async function annotations({ clickhouse, zone, week, teams }: Asking): Promise<AnnotationsOfWeeks> {
	const monday = dateIn(Date.parse(week.from), zone);
	const days = { from: addDays(monday, -7 * BASELINE), to: addDays(monday, 6) };
	return { ...days, teams, annotations: await createAnnotations({ clickhouse }).list({ ...days, teams }) };
}
