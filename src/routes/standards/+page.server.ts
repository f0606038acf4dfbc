import { fridayAfternoon, readExamples } from '$lib/server/standards/examples.ts';
import type { PageServerLoad } from './$types';

/** The standards file in force, its history, and what it means on a Friday afternoon. */
export const load: PageServerLoad = async ({ locals }) => {
	const { standards, zone } = locals.touchstone;
	const now = Date.now();
	const at = fridayAfternoon(now, zone);
	const [newest, history] = await Promise.all([standards.newest(), standards.history()]);
	const due = await readExamples(standards, newest, at);
	return { file: newest.saved.file, content: newest.content, history, now, example: { at, due } };
};
