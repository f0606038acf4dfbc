/** The statements of a file: each ends with a semicolon at the end of a line. */
export const statements = (sql: string) =>
	sql
		.split(/;[ \t]*(?:\r?\n|$)/)
		.map((statement) => statement.trim())
		.filter((statement) => statement.replace(/^--.*$/gm, '').trim() !== '');
