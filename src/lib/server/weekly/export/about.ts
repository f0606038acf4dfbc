import { CATALOGUE } from '#schema/catalogue.ts';
import { KpiId } from '#schema/kpi.ts';
import { m } from '../../../paraglide/messages.js';
import type { Screen } from '../../../screen.ts';
import { reviewHref } from '../../../weekly/question.ts';
import { channelName, nameOf } from '../../../words.ts';
import type { Cell, Kind, Row, Table } from '../../export/table.ts';
import type { Asked } from '../asked.ts';
import { column, wordsOf } from '../../export/columns.ts';
import { table } from './shape.ts';
import { kpiColumns } from './figures.ts';
import { DIRECTIONS } from './headlines.ts';

const KINDS: Record<string, Kind> = { from: 'time', to: 'time', made_at: 'time' };
const kindOfItem = ({ code }: Row): Kind => (typeof code === 'string' ? (KINDS[code] ?? 'text') : 'text');

/** What the file is about: which week, whose, by which clocks, made when, and where the page is. `origin`: of the page. */
export function aboutTable({ weeks, question, asking }: Asked, origin: string): Table {
	const { week } = weeks;
	const chosen = (names: string[], say: (name: string) => string, all: string) =>
		names.length === 0 ? all : names.map(say).join(', ');
	const items: [code: string, item: string, content: Cell][] = [
		['week', m.col_week(), week.name],
		['from', m.col_from(), week.from],
		['to', m.col_to(), week.to],
		['complete', m.col_complete(), week.complete],
		['teams', m.col_teams(), chosen(question.teams, nameOf, m.all_teams())],
		['channels', m.by_channel(), chosen(question.channels, channelName, m.all_channels())],
		['zone', m.col_zone(), asking.zone],
		['made_at', m.col_made_at(), new Date(asking.asOf).toISOString()],
		['link', m.col_link(), origin + reviewHref({ ...question, week: week.name })],
		['units', m.col_unit(), m.export_about_units()],
		['interval', m.col_interval(), m.export_about_interval()],
		['immature', m.col_immature(), m.export_about_immature()],
		['few', m.col_n(), m.export_about_few()],
		['hidden', m.col_hidden(), m.export_about_hidden()],
		['link_later', m.col_later(), m.export_about_later()]
	];
	return {
		...{ name: 'about', title: m.export_about() },
		columns: [column('item', 'text'), column('content', kindOfItem)],
		rows: [items.map(([code, item, content]) => ({ code, item, content }))]
	};
}

/** By which definitions the numbers were made, each with its version. */
export function definitionsTable(screen: Screen): Table {
	return table(
		'definitions',
		[
			...kpiColumns(screen),
			column('direction', 'text', wordsOf(DIRECTIONS)),
			column('version', 'count'),
			column('effective_from', 'day'),
			column('definition', 'text')
		],
		KpiId.options.map((kpi) => {
			const { unit, direction, version, effective_from, definition } = CATALOGUE[kpi];
			return { kpi, unit, direction, version, effective_from, definition: definition[screen.locale] };
		})
	);
}
