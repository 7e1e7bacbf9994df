import { Controller, Get, Header, ServiceUnavailableException } from '@nestjs/common';
import { Health } from './health.js';

/** `/healthz`: the process lives, and what it lacks. `/readyz`: it does its work. `/metrics`: its numbers. */
@Controller()
export class HealthController {
  constructor(private readonly health: Health) {}

  @Get('healthz')
  async healthz(): Promise<{ status: string; lacking?: Record<string, string> }> {
    // A process that waits for its database or its chain is healthy: to restart it would not bring them back.
    const lacking = await this.health.unready();
    return Object.keys(lacking).length > 0 ? { status: 'ok', lacking } : { status: 'ok' };
  }

  @Get('readyz')
  async readyz(): Promise<{ status: string }> {
    const unready = await this.health.unready();
    if (Object.keys(unready).length > 0) throw new ServiceUnavailableException({ status: 'not ready', ...unready });
    return { status: 'ready' };
  }

  @Get('metrics')
  @Header('content-type', 'text/plain; version=0.0.4')
  metrics(): Promise<string> {
    return this.health.metrics();
  }
}
