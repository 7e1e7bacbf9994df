import type { DataSource } from 'typeorm';
import { GovernorDialectEntity } from './governor-dialect.entity.js';

/** What was found out about governors when they were first followed. */
export class DialectRegistry {
  constructor(private readonly dataSource: DataSource) {}

  /** Null when nobody looked at this governor together with this token and this timelock. */
  find(
    chainId: number,
    governor: string,
    token: string,
    timelockAddress: string,
  ): Promise<GovernorDialectEntity | null> {
    return this.rows.findOneBy({ chainId, governor, token, timelockAddress });
  }

  /** In place of what was known of the governor before. */
  async save(dialect: GovernorDialectEntity): Promise<void> {
    await this.rows.save(dialect);
  }

  private get rows() {
    return this.dataSource.getRepository(GovernorDialectEntity);
  }
}
