import { KpiId } from '#schema/kpi.ts';
import { m } from '../../../paraglide/messages.js';
import { keyTitle } from '../../../standards/parameter-words.ts';
import { kindName, type Kind } from '../../../weekly/kinds.ts';
import { nameOf } from '../../../words.ts';
import type { Table } from '../../export/table.ts';
import { column, columns, wordsOf } from '../../export/columns.ts';
import { table } from './shape.ts';
import type { Source } from './source.ts';

const CARDS = { red: m.col_red, yellow: m.col_yellow };

/** Every team's score and card, with those of the week before. */
export async function scorecardsTable(source: Source): Promise<Table> {
	const { teams } = await source.scorecards();
	return table(
		'scorecards',
		[
			column('team', 'text', nameOf),
			column('card', 'text', wordsOf(CARDS)),
			...[column('value', 'number'), column('n', 'count'), column('covered', 'share')],
			column('broken', 'count'),
			column('before_card', 'text', wordsOf(CARDS)),
			...[column('before_value', 'number'), column('before_n', 'count')]
		],
		teams.map(({ team, row, broken, before }) => ({
			...{ team, card: row.card, value: row.value, n: row.n, covered: row.covered, broken },
			before_card: before?.card ?? null,
			before_value: before?.value ?? null,
			before_n: before?.n ?? null
		}))
	);
}

/** What each score is made of: 0 to 100, and how much it weighs. */
export async function scorecardPartsTable(source: Source): Promise<Table> {
	const { teams } = await source.scorecards();
	return table(
		'scorecard_parts',
		[
			column('team', 'text', nameOf),
			column('component', 'text', keyTitle),
			...columns('number', 'value', 'weight'),
			...columns('count', 'n', 'numerator')
		],
		teams.flatMap(({ team, row, parts }) =>
			Object.entries(row.components).map(([component, { value, weight }]) => {
				const part = parts[KpiId.parse(component)];
				return { team, component, value, weight, n: part?.n ?? 0, numerator: part?.numerator ?? 0 };
			})
		)
	);
}

const KINDS: Record<Kind, () => string> = {
	excellent: () => kindName('excellent'),
	friendly: () => kindName('friendly'),
	by_the_book: () => kindName('by_the_book'),
	indifferent: () => kindName('indifferent')
};

/** Which kind of service each team gives, and gave in the week before. */
export async function quadrantTable(source: Source): Promise<Table> {
	const { high, teams } = await source.quadrant();
	return table(
		'quadrant',
		[
			column('team', 'text', nameOf),
			column('quadrant', 'text', wordsOf(KINDS)),
			column('n', 'count'),
			...columns('number', 'value', 'procedural', 'personal', 'tangibles', 'high_from'),
			column('before_quadrant', 'text', wordsOf(KINDS)),
			column('before_n', 'count'),
			...columns('number', 'before_value', 'before_procedural', 'before_personal', 'before_tangibles')
		],
		teams.map(({ team, row, before }) => ({
			...{ team, quadrant: row.quadrant, n: row.n, value: row.value, high_from: high },
			...{ procedural: row.procedural, personal: row.personal, tangibles: row.tangibles },
			...{ before_quadrant: before?.quadrant ?? null, before_n: before?.n ?? null },
			...{ before_value: before?.value ?? null, before_procedural: before?.procedural ?? null },
			...{ before_personal: before?.personal ?? null, before_tangibles: before?.tangibles ?? null }
		}))
	);
}
