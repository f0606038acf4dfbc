import { clickhouseUrl } from './address.ts';
import { connect } from './client.ts';
import { migrate } from './migrate.ts';

// npm run migrate: brings the database of CLICKHOUSE_URL (or of the running embedded ClickHouse) up to date.
const {
	CLICKHOUSE_URL,
	CLICKHOUSE_DATABASE: database = 'touchstone',
	TOUCHSTONE_DATA = './data'
} = process.env;

try {
	const url = clickhouseUrl({ CLICKHOUSE_URL: CLICKHOUSE_URL || undefined, TOUCHSTONE_DATA }, 'admin');
	const clickhouse = connect({ url, database });
	const applied = await migrate(clickhouse, database);
	process.stdout.write(
		applied.length > 0 ? `${applied.join('\n')}\n` : 'Nothing to do: the database is up to date.\n'
	);
	await clickhouse.close();
} catch (error) {
	process.stderr.write(`${error instanceof Error ? error.message : error}\n`);
	process.exitCode = 1;
}
