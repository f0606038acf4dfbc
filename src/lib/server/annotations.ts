import { z } from 'zod';
import { Annotation, SavedAnnotation } from '#schema/annotation.ts';
import type { ClickHouseClient } from '#schema/clickhouse/client.ts';
import { Day } from '#schema/day.ts';
import { createVersions, type Versions } from './versions/versions.ts';

/** Which annotations: those that touch these days (both included), of these teams or of all; empty or undefined: all there are. */
export const AnnotationsAsk = z
	.object({
		from: Day.optional(),
		to: Day.optional(),
		teams: z
			.array(z.string().max(200, 'expected at most 200 characters'))
			.max(100, 'expected at most 100 teams')
	})
	.refine(({ from, to }) => !from || !to || from <= to, {
		path: ['to'],
		error: 'expected a day not before from'
	});
export type AnnotationsAsk = z.infer<typeof AnnotationsAsk>;

const LIST = /* sql */ `
	SELECT *
	FROM annotations
	WHERE last_day >= {from:Date}
		AND first_day <= {to:Date}
		AND (empty(teams) OR empty({teams:Array(String)}) OR hasAny(teams, {teams:Array(String)}))
	ORDER BY first_day, last_day, id`;

/** Events and decisions on a day: kept, and listed by their first day. */
export type Annotations = Versions<Annotation> & { list(ask: AnnotationsAsk): Promise<SavedAnnotation[]> };

export function createAnnotations({ clickhouse }: { clickhouse: ClickHouseClient }): Annotations {
	return {
		...createVersions({ clickhouse, table: 'annotation_versions', content: Annotation }),
		async list({ from = '1970-01-01', to = '2149-01-01', teams }) {
			const query_params = { from, to, teams };
			const result = await clickhouse.query({ query: LIST, query_params, format: 'JSONEachRow' });
			return z.array(SavedAnnotation).parse(await result.json());
		}
	};
}
