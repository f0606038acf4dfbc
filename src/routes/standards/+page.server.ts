import { DEFAULT_QUESTION } from '$lib/question.ts';
import { periodNow } from '$lib/server/numbers.ts';
import { fridayAfternoon, readExamples } from '$lib/server/standards/examples.ts';
import type { PageServerLoad } from './$types';

/** The standards file in force, its history, what it means on a Friday afternoon, and the period in which it is looked at. */
export const load: PageServerLoad = async ({ locals }) => {
	const { standards, zone } = locals.touchstone;
	const now = Date.now();
	const at = fridayAfternoon(now, zone);
	const [newest, history, { period }] = await Promise.all([
		standards.newest(),
		standards.history(),
		periodNow(locals.touchstone, DEFAULT_QUESTION)
	]);
	const due = await readExamples(standards, newest, at);
	return { file: newest.saved.file, content: newest.content, history, now, period, example: { at, due } };
};
