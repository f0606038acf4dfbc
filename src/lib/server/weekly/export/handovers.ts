import { nameOf } from '../../../words.ts';
import type { Table } from '../../export/table.ts';
import { column, columns } from '../../export/columns.ts';
import { table } from './shape.ts';
import type { Source } from './source.ts';

const pair = () => [column('team', 'text', nameOf), column('from_team', 'text', nameOf)];

/** What departments promised each other, and what came of it. */
export async function handoversTable(source: Source): Promise<Table> {
	const pairs = await source.handovers();
	return table(
		'handovers',
		[...pair(), ...columns('count', 'promised', 'due', 'kept', 'broken', 'running')],
		pairs.map(({ team, from_team, promised, due, kept, broken, running }) => ({
			...{ team, from_team, promised, due, kept, broken, running }
		}))
	);
}

/** Every case in which such a promise was broken, the longest first. */
export async function handoverCasesTable(source: Source): Promise<Table> {
	const pairs = await source.handovers();
	return table(
		'handover_cases',
		[...pair(), column('case_id', 'text'), column('late_s', 'seconds'), column('undone', 'flag')],
		pairs.flatMap(({ team, from_team, late }) => late.map((one) => ({ team, from_team, ...one })))
	);
}
