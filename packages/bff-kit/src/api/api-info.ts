export interface ApiInfo {
  readonly title: string;
  readonly version: string;
  readonly description: string;
}
