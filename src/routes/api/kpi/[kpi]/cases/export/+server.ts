import { KpiId } from '#schema/kpi.ts';
import { everyRow } from '$lib/server/behind/file.ts';
import { listAnswer } from '$lib/server/export/list-answer.ts';
import { refuse } from '$lib/server/http.ts';
import type { RequestHandler } from './$types';

/** Every case behind a number as a file, asked as /cases beside it, without a limit: `format=csv|xlsx`, `header=words|names`. */
export const GET: RequestHandler = ({ params, url, locals: { touchstone } }) => {
	const { zone } = touchstone;
	return listAnswer(url, { zone, name: `touchstone-${params.kpi}-cases` }, async (question, screen) => {
		const kpi = KpiId.safeParse(params.kpi);
		if (!kpi.success) return refuse('kpi', `unknown KPI; known are ${KpiId.options.join(', ')}`, 404);
		return everyRow({ list: kpi.data, params: question, screen, touchstone });
	});
};
