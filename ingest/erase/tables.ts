import type { Subject } from './subject.ts';

/** What of a customer stands in a table, and what becomes of it. */
export type Holding = {
	table: string;
	/** Which rows hold something: none of them after the change. */
	holds: string;
	/** The commands of one ALTER TABLE. */
	change: string;
};

/** What people wrote freely: whoever is spoken of in it may be found by it. */
const FREE_TEXTS = ['comment', 'note', 'remedy'];
const EMPTIED = [...FREE_TEXTS.map((name) => `${name} = ''`), 'attributes = map()'].join(', ');
const IS_SAID = [...FREE_TEXTS.map((name) => `${name} != ''`), 'notEmpty(attributes)'].join(' OR ');

/** A SELECT of the cases in which the customer stands, as events and as cases know them. */
export const casesOf = ({ all, list }: Subject) => `
	SELECT case_id AS value FROM events WHERE case_id != '' AND customer IN ${all('customer')}
	UNION DISTINCT
	SELECT case_id AS value FROM cases WHERE hasAny(steps.customer, ${list('customer')})`;

/** A SELECT of the ids of what stands in quarantine of the customer, or of these cases without saying of whom. */
export const quarantinedOf = (subject: Subject) =>
	`SELECT DISTINCT id AS value FROM quarantine WHERE ${isQuarantined(subject)}`;

const isQuarantined = ({ all }: Subject) =>
	`(customer IN ${all('customer')} OR customer = '' AND JSONExtractString(event, 'subject') IN ${all('case')})`;

/**
 * Every table that holds something of a customer. Cases stay, so that what was counted stays counted, but nobody can tell any more
 * whose they were. `stepFields` are the names of what a step of a case consists of, in order. Cases come last: by them all else is
 * found again when an erasure was interrupted.
 */
export function holdings(subject: Subject, stepFields: readonly string[]): Holding[] {
	const { all, list } = subject;
	const isTheirs = `customer IN ${all('customer')}`;
	const isOfTheirCase = `customer = '' AND case_id IN ${all('case')} AND (${IS_SAID})`;
	const blanked = stepFields.map((name) =>
		name === 'customer' ? `if(has(${list('customer')}, step.customer), '', step.customer)` : `step.${name}`
	);
	return [
		{
			table: 'quarantine_outcomes',
			holds: `id IN ${all('quarantined')}`,
			change: `DELETE WHERE id IN ${all('quarantined')}`
		},
		{ table: 'quarantine', holds: isQuarantined(subject), change: `DELETE WHERE ${isQuarantined(subject)}` },
		{ table: 'customer_activity', holds: isTheirs, change: `DELETE WHERE ${isTheirs}` },
		{
			table: 'breach_actions',
			holds: `note != '' AND case_id IN ${all('case')}`,
			change: `UPDATE note = '' WHERE note != '' AND case_id IN ${all('case')}`
		},
		{
			table: 'events',
			holds: `(${isTheirs} OR ${isOfTheirCase})`,
			change:
				`DELETE WHERE startsWith(type, 'customer.') AND ${isTheirs}, ` +
				`UPDATE customer = '', ${EMPTIED} WHERE (${isTheirs} OR ${isOfTheirCase})`
		},
		{
			table: 'cases',
			holds: `hasAny(steps.customer, ${list('customer')})`,
			change: `UPDATE steps = arrayMap(step -> tuple(${blanked.join(', ')}), steps) WHERE hasAny(steps.customer, ${list('customer')})`
		}
	];
}
