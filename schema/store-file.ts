/** The dashboard's own file in TOUCHSTONE_DATA, an SQLite database: boards and screens. */
export const STORE_FILE = 'dashboard.db';
