import { createHash } from 'node:crypto';
import { settledOf } from './settled/kinds.ts';

/** The users of the embedded ClickHouse: migrations, the dashboard, ingest (may only insert), reading by hand. */
export const ROLES = ['admin', 'app', 'ingest', 'reader'] as const;
export type Role = (typeof ROLES)[number];
export type Passwords = Record<Role, string>;

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');

const escape = (text: string) => text.replace(/[<>&'"]/g, (sign) => `&#${sign.charCodeAt(0)};`);

/**
 * Server settings. Memory is capped at half the machine's: ingest and dashboard live beside it. Backups go wherever the owner of
 * this process may write: only `admin` has the right to make or restore one.
 */
export function serverConfig({ usersFile }: { usersFile: string }): string {
	return `<clickhouse>
	<users_config>${escape(usersFile)}</users_config>
	<user_directories><users_xml><path>${escape(usersFile)}</path></users_xml></user_directories>
	<max_server_memory_usage_to_ram_ratio>0.5</max_server_memory_usage_to_ram_ratio>
	<mark_cache_size>268435456</mark_cache_size>
	<keep_alive_timeout>3</keep_alive_timeout>
	<backups><allowed_path>/</allowed_path></backups>
</clickhouse>
`;
}

/** What the dashboard writes when the standards file is saved. */
const STANDARDS_TABLES = [
	...['standards', 'standards_files', 'calendars', 'parameters'],
	...['calendar_days', 'calendar_open_days']
];

/** What each role may do in `database`. Ingest has no SELECT: it cannot read back what it wrote. */
const grants = (database: string): Record<Role, string[]> => ({
	admin: [],
	app: [
		`GRANT SELECT ON ${database}.*`,
		...STANDARDS_TABLES.map((table) => `GRANT INSERT ON ${database}.${table}`),
		`GRANT INSERT ON ${database}.quarantine_outcomes`,
		`GRANT INSERT ON ${database}.published`,
		`GRANT INSERT ON ${database}.restatements`,
		`GRANT INSERT ON ${database}.published_checks`,
		`GRANT INSERT ON ${database}.breach_escalations`,
		`GRANT INSERT ON ${database}.annotation_versions`,
		`GRANT INSERT ON ${database}.decision_versions`,
		`GRANT INSERT ON ${database}.clock_spells`,
		`GRANT INSERT ON ${database}.published_reviews`,
		// Removing simulated traffic drops its partition.
		`GRANT ALTER DELETE ON ${database}.*`,
		// It keeps what is derived up to date.
		`GRANT SELECT, INSERT, ALTER DELETE, TRUNCATE ON ${settledOf(database)}.*`
	],
	ingest: [`GRANT INSERT ON ${database}.events`, `GRANT INSERT ON ${database}.quarantine`],
	reader: [`GRANT SELECT ON ${database}.*`, `GRANT SELECT ON ${settledOf(database)}.*`]
});

function user(role: Role, password: string, queries: string[]): string {
	const profile = role === 'reader' ? 'reader' : 'default';
	const rights =
		role === 'admin'
			? '<access_management>1</access_management>'
			: `<grants>${queries.map((query) => `<query>${escape(query)}</query>`).join('')}</grants>`;
	return `<${role}>
			<password_sha256_hex>${sha256(password)}</password_sha256_hex>
			<networks><ip>127.0.0.1</ip><ip>::1</ip></networks>
			<profile>${profile}</profile><quota>default</quota>${rights}
		</${role}>`;
}

/**
 * Users, profiles and grants. The engine's own session signs in as `default`, and it cannot be given a password; so that
 * nobody else can use it, it may have one session, and the engine holds that one (embedded.ts).
 */
export function usersConfig({ passwords, database }: { passwords: Passwords; database: string }): string {
	const rights = grants(database);
	return `<clickhouse>
	<profiles>
		<default><async_insert>0</async_insert><insert_deduplicate>0</insert_deduplicate></default>
		<engine><max_sessions_for_user>1</max_sessions_for_user></engine>
		<reader>
			<readonly>1</readonly><max_execution_time>60</max_execution_time>
			<max_memory_usage>4000000000</max_memory_usage><max_result_rows>1000000</max_result_rows>
		</reader>
	</profiles>
	<quotas><default></default></quotas>
	<users>
		<default>
			<password></password><networks><ip>127.0.0.1</ip></networks>
			<profile>engine</profile><quota>default</quota>
			<grants><query>GRANT SYSTEM LISTEN ON *.*</query><query>GRANT CREATE TEMPORARY TABLE, FILE ON *.*</query></grants>
		</default>
		${ROLES.map((role) => user(role, passwords[role], rights[role])).join('\n\t\t')}
	</users>
</clickhouse>
`;
}
