import type { Screen } from '../../screen.ts';
import type { Table } from '../export/table.ts';
import { refuse, refuseIssue } from '../http.ts';
import type { Touchstone } from '../touchstone.ts';
import { askEveryBehind } from './ask.ts';
import { readBehind, SPELLING } from './params.ts';
import { behindTable } from './table.ts';

type Asked = {
	list: string;
	params: URLSearchParams;
	screen: Screen;
	touchstone: Pick<Touchstone, 'clickhouse'>;
};

/** Every row of a list as a table that is read as it is written; a bad question answers itself, and one that fails is no file. */
export async function everyRow({ list, params, screen, touchstone }: Asked): Promise<Table | Response> {
	for (const name of ['limit', 'offset'])
		if (params.has(name))
			return refuse(name, `a file has every case: leave ${name} out, or ask the list without /export`);
	const ask = readBehind(list, params, Date.now());
	if (!ask.success) return refuseIssue(ask.error, SPELLING);
	const rows = await askEveryBehind(touchstone.clickhouse, ask.data);
	return behindTable(ask.data.list, rows, screen);
}
