import { Injectable, type OnModuleInit } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { Health } from '../health/health.js';

/** The doors are ready when the database answers; how far it has got is in `head` of every organization. */
@Injectable()
export class DoorReadiness implements OnModuleInit {
  constructor(
    private readonly health: Health,
    private readonly db: DataSource,
  ) {}

  onModuleInit(): void {
    this.health.addCheck('database', async () => {
      await this.db.query('select 1');
      return null;
    });
  }
}
