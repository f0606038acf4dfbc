import { error } from '@sveltejs/kit';
import type { Touchstone } from '../touchstone.ts';
import { soon } from '../weekly/soon.ts';
import { askBehind, countBehind } from './ask.ts';
import { listIn } from './list-in.ts';
import { readBehind, SPELLING } from './params.ts';

/** So many rows are on a page. */
const ROWS = 50;

/** What takes longer than this comes after the page. */
const FIRST_PAINT_MS = 750;

const spelled: Record<string, string> = SPELLING;

/** A page of the rows behind a number, and how many each figure has; null where they could not be asked. A bad address says what is wrong in it. */
export async function loadBehind(
	{ clickhouse, ...asking }: Pick<Touchstone, 'clickhouse' | 'settler' | 'zone'>,
	url: URL
) {
	const { list, params } = listIn(url);
	const page = Math.max(1, Math.floor(Number(params.get('page') ?? 1)) || 1);
	for (const name of ['page', 'limit', 'offset']) params.delete(name);
	const asked = readBehind(list, params, Date.now());
	if (!asked.success) {
		const [issue] = asked.error.issues;
		const field = String(issue?.path[0] ?? '');
		error(400, `${spelled[field] ?? field}: ${issue?.message ?? 'invalid'}`);
	}
	const question = { ...asked.data, limit: ROWS, offset: (page - 1) * ROWS };
	const found = Promise.all([
		askBehind(clickhouse, question, asking),
		countBehind(clickhouse, question, asking)
	]).then(
		([rows, counts]) => ({ rows, counts }),
		() => null
	);
	return { question, page, pageSize: ROWS, found: await soon(found, FIRST_PAINT_MS) };
}
