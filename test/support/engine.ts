import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { connect } from '#schema/clickhouse/client.ts';
import { startClickHouse } from '#schema/clickhouse/embedded.ts';
import { migrate } from '#schema/clickhouse/migrate.ts';
import { settledOf } from '#schema/clickhouse/settled/kinds.ts';
import { prepareSettled } from '#schema/clickhouse/settled/prepare.ts';

declare module 'vitest' {
	export interface ProvidedContext {
		clickhouseUrl: string;
		/** Where ClickHouse finds `MIGRATED`, and what is settled of it, as a backup. */
		migrated: string;
	}
}

/** The database that those of tests are copies of. */
export const MIGRATED = 'migrated';

/** One embedded ClickHouse for all tests that need one; each test works in a database of its own. */
export default async function setup(project: TestProject) {
	const dataDir = mkdtempSync(join(tmpdir(), 'touchstone-test-'));
	const engine = await startClickHouse({ dataDir });
	const url = engine.url('admin');
	project.provide('clickhouseUrl', url);
	project.provide('migrated', await keepMigrated(url, join(dataDir, 'migrated/')));
	return async () => {
		await engine.stop();
		rmSync(dataDir, { recursive: true, force: true });
	};
}

/** Putting a backup back takes a third of the time of migrating and preparing. */
async function keepMigrated(url: string, folder: string): Promise<string> {
	const clickhouse = connect({ url, database: MIGRATED });
	await migrate(clickhouse, MIGRATED);
	await prepareSettled(clickhouse, MIGRATED);
	await clickhouse.command({
		query: `BACKUP DATABASE ${MIGRATED}, DATABASE ${settledOf(MIGRATED)} TO File('${folder}')`
	});
	await clickhouse.close();
	return folder;
}
