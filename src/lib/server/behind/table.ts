import { CATALOGUE } from '#schema/catalogue.ts';
import type { KpiId } from '#schema/kpi.ts';
import { channelName, nameOf, tierName } from '../../words.ts';
import type { Screen } from '../../screen.ts';
import { column } from '../export/columns.ts';
import type { Table } from '../export/table.ts';
import type { BehindItem } from './ask.ts';

/** The cases behind a number, as a table. */
export const behindTable = (kpi: KpiId, rows: AsyncIterable<BehindItem[]>, screen: Screen): Table => ({
	...{ name: kpi, title: CATALOGUE[kpi].name[screen.locale], rows },
	columns: [
		column('case_id', 'text'),
		column('basis_at', 'time'),
		column('team', 'text', nameOf),
		column('agent', 'text'),
		column('channel', 'text', channelName),
		column('tier', 'text', tierName),
		column('topic', 'text'),
		column('kept', 'flag'),
		column('seconds', 'seconds')
	]
});
