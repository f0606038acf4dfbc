import { CATALOGUE } from '#schema/catalogue.ts';
import { KpiId } from '#schema/kpi.ts';
import { m } from '../../../paraglide/messages.js';
import type { Screen } from '../../../screen.ts';
import { channelName, nameOf } from '../../../words.ts';
import type { Cell, Kind, Row, Table } from '../../export/table.ts';
import { column, wordsOf } from '../../export/columns.ts';
import { table } from './shape.ts';
import { kpiColumns } from './figures.ts';
import { DIRECTIONS } from './headlines.ts';
import type { About } from './source.ts';

const KINDS: Record<string, Kind> = {
	...{ from: 'time', to: 'time', made_at: 'time', published_at: 'time' }
};
const kindOfItem = ({ code }: Row): Kind => (typeof code === 'string' ? (KINDS[code] ?? 'text') : 'text');

/** What the file is about: which week, whose, by which clocks, made when, and where the page is. `origin`: of the page. */
export function aboutTable({ weeks, question, zone, as_of, href, published }: About, origin: string): Table {
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
		['zone', m.col_zone(), zone],
		['made_at', m.col_made_at(), as_of],
		['link', m.col_link(), origin + href],
		...publishedItems(published),
		['units', m.col_unit(), m.export_about_units()],
		['interval', m.col_interval(), m.export_about_interval()],
		['immature', m.col_immature(), m.export_about_immature()],
		['few', m.col_n(), m.export_about_few()],
		['hidden', m.col_hidden(), m.export_about_hidden()],
		['link_later', m.col_later(), published ? m.export_about_kept() : m.export_about_later()]
	];
	return {
		...{ name: 'about', title: m.export_about() },
		columns: [column('item', 'text'), column('content', kindOfItem)],
		rows: [items.map(([code, item, content]) => ({ code, item, content }))]
	};
}

const publishedItems = (published: About['published']): [string, string, Cell][] =>
	published
		? [
				['published_at', m.published_list_when(), published.published_at],
				['published_by', m.published_list_by(), published.by],
				['sha256', 'SHA-256', published.sha256]
			]
		: [];

/** By which definitions the numbers were made, each with its version. What one said that stands no more is not known. */
export function definitionsTable(screen: Screen, versions: About['versions'] = {}): Table {
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
			const { unit, direction, version: today, effective_from, definition } = CATALOGUE[kpi];
			const version = versions[kpi] ?? today;
			const known = version === today;
			return {
				...{ kpi, unit, direction, version, effective_from: known ? effective_from : null },
				definition: known ? definition[screen.locale] : null
			};
		})
	);
}
