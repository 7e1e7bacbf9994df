import { DefaultNamingStrategy, type Table } from 'typeorm';

/** camelCase properties in code, snake_case columns in SQL; constraints have the names that PostgreSQL would give. */
export class SnakeNaming extends DefaultNamingStrategy {
  override columnName(propertyName: string, customName: string | undefined): string {
    return customName || propertyName.replace(/([a-z0-9])([A-Z])/g, '$1_$2').toLowerCase();
  }

  override primaryKeyName(table: Table | string): string {
    return `${tableNameOf(table)}_pkey`;
  }

  /** The scope (chain, contract) leads nearly every index and is left out of the name: 63 letters are all there are. */
  override indexName(table: Table | string, columns: string[]): string {
    const named = columns.filter((column) => column !== 'chain_id' && column !== 'contract');
    return [tableNameOf(table), ...named, 'idx'].join('_');
  }
}

const tableNameOf = (table: Table | string) => (typeof table === 'string' ? table : table.name).split('.').at(-1);
