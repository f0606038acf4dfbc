import type { SentReview } from '#schema/mailing.ts';
import { m } from '../../paraglide/messages.js';
import type { Screen } from '../../screen.ts';
import { troubleText } from '../../weekly/trouble-words.ts';
import { column, columns, wordsOf } from '../export/columns.ts';
import type { Table } from '../export/table.ts';

const KINDS = { review: m.review_title, failure: m.mailing_kind_failure };
const STATES = {
	waiting: m.mailing_state_waiting,
	sent: m.mailing_state_sent,
	given_up: m.mailing_state_given_up
};

/** What was sent of weekly reviews lately, and what became of it. */
export const sentTable = (sent: readonly SentReview[], screen: Screen): Table => ({
	...{ name: 'sent', title: m.mailing_lately() },
	columns: [
		column('week', 'text'),
		column('kind', 'text', wordsOf(KINDS)),
		column('address', 'text'),
		column('state', 'text', wordsOf(STATES)),
		column('tries', 'count'),
		...columns('time', 'made_at', 'done_at'),
		column('trouble', 'text')
	],
	rows: [
		sent.map(({ week, kind, address, state, tries, made_at, done_at, trouble }) => ({
			...{ week, kind, address, state, tries, made_at, done_at },
			trouble: trouble && troubleText(trouble, screen.locale, screen.zone)
		}))
	]
});
