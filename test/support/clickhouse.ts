import { randomBytes } from 'node:crypto';
import { inject } from 'vitest';
import { FROM_OUTSIDE } from '#schema/clickhouse/backup-work.ts';
import { connect } from '#schema/clickhouse/client.ts';
import { askingInOnePiece } from '#schema/clickhouse/in-one-piece.ts';
import { settledOf } from '#schema/clickhouse/settled/kinds.ts';
import { MIGRATED } from './engine.ts';

/**
 * A migrated database of its own on the tests' ClickHouse. `settled`: with the one beside it of what is derived, as `npm start` makes
 * it; without it everything is answered from `cases`, which is the same and takes longer.
 */
export async function testDatabase({ settled = false } = {}) {
	const url = inject('clickhouseUrl');
	const database = `test_${randomBytes(6).toString('hex')}`;
	const clickhouse = askingInOnePiece(connect({ url, database }));
	const asViews = connect({ url, database });
	const wanted = [
		`DATABASE ${MIGRATED} AS ${database}`,
		...(settled ? [`DATABASE ${settledOf(MIGRATED)} AS ${settledOf(database)}`] : [])
	];
	await clickhouse.command({
		query: `RESTORE ${wanted.join(', ')} FROM File('${inject('migrated')}')`,
		// Its own does not exist yet.
		clickhouse_settings: FROM_OUTSIDE
	});
	return {
		url,
		database,
		clickhouse,
		/** Asks the views as they stand there, where the product sends their text: for tests that change or drop one. */
		asViews,
		async drop() {
			await clickhouse.command({ query: `DROP DATABASE IF EXISTS ${settledOf(database)} SYNC` });
			await clickhouse.command({ query: `DROP DATABASE ${database} SYNC` });
			await clickhouse.close();
			await asViews.close();
		}
	};
}

export type TestDatabase = Awaited<ReturnType<typeof testDatabase>>;
