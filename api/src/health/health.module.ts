import { Global, Module } from '@nestjs/common';
import { HealthController } from './health.controller.js';
import { Health } from './health.js';

/** Health and metrics of a process, on its own port or on its door's. */
@Global()
@Module({ providers: [Health], controllers: [HealthController], exports: [Health] })
export class HealthModule {}
