import { listName } from '../../behind/words.ts';
import { metricName } from '../../standards/words.ts';
import { channelName, nameOf, tierName } from '../../words.ts';
import type { Screen } from '../../screen.ts';
import { column } from '../export/columns.ts';
import type { Table } from '../export/table.ts';
import { SAYS, type BehindItem } from './ask.ts';
import type { Behind } from './figures.ts';

/** What else a list may say of an item. */
const MORE = () => [
	column('score', 'number'),
	column('metric', 'text', (metric) => (metric === '' ? '' : metricName(metric))),
	column('reason', 'text'),
	column('from_team', 'text', nameOf)
];

/** The cases behind a number, as a table; with what was said, promised or complained of where its list knows that. */
export const behindTable = (list: Behind, rows: AsyncIterable<BehindItem[]>, screen: Screen): Table => ({
	...{ name: list, title: listName(list, screen), rows },
	columns: [
		column('case_id', 'text'),
		column('basis_at', 'time'),
		column('team', 'text', nameOf),
		column('agent', 'text'),
		column('channel', 'text', channelName),
		column('tier', 'text', tierName),
		column('topic', 'text'),
		column('kept', 'flag'),
		column('seconds', 'seconds'),
		...MORE().filter(({ name }) => Object.hasOwn(SAYS[list] ?? {}, name))
	]
});
