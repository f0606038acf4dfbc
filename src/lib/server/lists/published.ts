import type { ListedReview } from '#schema/published-review.ts';
import { m } from '../../paraglide/messages.js';
import { column, columns } from '../export/columns.ts';
import type { Table } from '../export/table.ts';

/** Every published review; `restated` is unknown where it has to be opened to be compared. `origin`: of its page. */
export const publishedTable = (reviews: readonly ListedReview[], origin: string): Table => ({
	...{ name: 'published', title: m.published_list_title() },
	columns: [
		...columns('text', 'week', 'teams', 'channels'),
		column('published_at', 'time'),
		...columns('text', 'by', 'id'),
		...[column('simulated', 'flag'), column('restated', 'count')],
		...columns('text', 'sha256', 'link')
	],
	rows: [
		reviews.map(({ teams, channels, href, saved_by: _, ...one }) => ({
			...{ ...one, teams: teams.join(', '), channels: channels.join(', '), link: origin + href }
		}))
	]
});
