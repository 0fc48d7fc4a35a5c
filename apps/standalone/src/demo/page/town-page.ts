import { Injectable, type OnModuleInit } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import type { Application, Request, Response } from 'express';
import { renderTownPage, type TownPageContents, WAITING_PAGE } from './render-town-page.js';

/**
 * The page a visitor of the demo sees at `/`: who was charged, and why. In the demo only: its people are made
 * up, and everybody may read about them without signing in.
 */
@Injectable()
export class TownPage implements OnModuleInit {
  private html = WAITING_PAGE;

  constructor(private readonly host: HttpAdapterHost) {}

  /** Before the program learns to answer “not found” to all that is not below `/api`. */
  onModuleInit(): void {
    const express = this.host.httpAdapter.getInstance<Application>();
    express.get('/', (_request: Request, response: Response) => {
      response.type('html').send(this.html);
    });
  }

  /** From now on the page shows this town. */
  show(contents: TownPageContents): void {
    this.html = renderTownPage(contents);
  }
}
