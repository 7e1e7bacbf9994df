import { Controller, Get, Header, ServiceUnavailableException } from '@nestjs/common';
import { Health } from './health.js';

/** `/healthz`: the process lives. `/readyz`: it does its work. `/metrics`: its numbers. */
@Controller()
export class HealthController {
  constructor(private readonly health: Health) {}

  @Get('healthz')
  healthz(): { status: string } {
    return { status: 'ok' };
  }

  @Get('readyz')
  async readyz(): Promise<{ status: string }> {
    const unready = await this.health.unready();
    if (Object.keys(unready).length > 0) throw new ServiceUnavailableException({ status: 'not ready', ...unready });
    return { status: 'ready' };
  }

  @Get('metrics')
  @Header('content-type', 'text/plain; version=0.0.4')
  metrics(): string {
    return this.health.metrics();
  }
}
