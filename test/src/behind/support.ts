import type { ClickHouseClient } from '#schema/clickhouse/client.ts';
import { askBehind, countBehind } from '../../../src/lib/server/behind/ask.ts';
import { listIn } from '../../../src/lib/server/behind/list-in.ts';
import { readBehind } from '../../../src/lib/server/behind/params.ts';
import type { Settler } from '../../../src/lib/server/settled/settler.ts';
import { behindHref, type BehindScope, type BehindTarget } from '../../../src/lib/behind/target.ts';

/** A list as its link asks for it: the way from the address is that of the page and the API. */
export function questionOf(target: BehindTarget, scope: BehindScope) {
	const { list, params } = listIn(new URL(behindHref(target, scope), 'http://test'));
	const read = readBehind(list, params, Date.now());
	if (!read.success) throw new Error(JSON.stringify(read.error.issues));
	return read.data;
}

type Lists = { clickhouse: ClickHouseClient; scope: BehindScope; settler?: Settler };

/** How many rows there are behind each figure of a list. */
export const countsBehind = ({ clickhouse, scope, settler }: Lists, target: BehindTarget) =>
	countBehind(clickhouse, questionOf(target, scope), { zone: 'UTC', settler });

/** The rows themselves. */
export const rowsBehind = ({ clickhouse, scope, settler }: Lists, target: BehindTarget) =>
	askBehind(clickhouse, { ...questionOf(target, scope), limit: 100_000 }, { zone: 'UTC', settler });
