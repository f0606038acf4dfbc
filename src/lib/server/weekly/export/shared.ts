import { m } from '../../../paraglide/messages.js';
import type { Screen } from '../../../screen.ts';
import { metricName } from '../../../standards/words.ts';
import { whyText } from '../../../weekly/shared-words.ts';
import { channelName, nameOf, tierName } from '../../../words.ts';
import type { Table } from '../../export/table.ts';
import { column, columns, wordsOf } from '../../export/columns.ts';
import { table } from './shape.ts';
import type { Source } from './source.ts';

const WHY = {
	...{ recovered: m.col_why_recovered, late: m.col_why_late },
	...{ passed_on: m.col_why_passed_on, came_back: m.col_why_came_back }
};

const orNothing = (say: (code: string) => string) => (code: string) => (code === '' ? '' : say(code));

/** The week's cases worth sharing, each with why. */
export async function sharedTable(source: Source, screen: Screen): Promise<Table> {
	const cases = await source.shared();
	return table(
		'shared',
		[
			column('why', 'text', wordsOf(WHY)),
			column('case_id', 'text'),
			column('at', 'time'),
			column('metric', 'text', orNothing(metricName)),
			column('reason', 'text'),
			column('team', 'text', nameOf),
			column('agent', 'text'),
			column('channel', 'text', orNothing(channelName)),
			column('tier', 'text', orNothing(tierName)),
			column('topic', 'text'),
			...[column('seconds', 'seconds'), column('times', 'count'), column('undone', 'flag')],
			...columns('text', 'sentence')
		],
		cases.map((one) => ({ ...one, sentence: whyText(one, screen) }))
	);
}
