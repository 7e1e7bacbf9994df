import type { DataSource } from 'typeorm';
import { GovernorDialectEntity } from './governor-dialect.entity.js';
import { NO_COURSES, refreshCourses } from './proposal-courses.js';

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
    await this.dataSource.transaction(async (manager) => {
      await manager.getRepository(GovernorDialectEntity).save(dialect);
      await refreshCourses(manager, dialect.chainId, { ...NO_COURSES, governors: [dialect.governor] });
    });
  }

  private get rows() {
    return this.dataSource.getRepository(GovernorDialectEntity);
  }
}
