import { randomBytes } from 'node:crypto';
import { inject } from 'vitest';
import { connect } from '#schema/clickhouse/client.ts';
import { migrate } from '#schema/clickhouse/migrate.ts';

/** A migrated database of its own on the tests' ClickHouse. */
export async function testDatabase() {
	const url = inject('clickhouseUrl');
	const database = `test_${randomBytes(6).toString('hex')}`;
	const clickhouse = connect({ url, database });
	await migrate(clickhouse, database);
	return {
		url,
		database,
		clickhouse,
		async drop() {
			await clickhouse.command({ query: `DROP DATABASE ${database} SYNC` });
			await clickhouse.close();
		}
	};
}

export type TestDatabase = Awaited<ReturnType<typeof testDatabase>>;
