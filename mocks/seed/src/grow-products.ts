import { daysBeforeEstate, twoDigits } from "./calendar.ts";
import { type Dice, dice } from "./dice.ts";
import type { SeedProduct } from "./product.ts";
import type { CategoryWords, Kind, Size } from "./words/assortment.ts";
import { drinks } from "./words/drinks.ts";
import { fresh } from "./words/fresh.ts";
import { nonFood } from "./words/non-food.ts";
import { pantry } from "./words/pantry.ts";
import { smallPrint } from "./words/small-print.ts";

const assortment: readonly CategoryWords[] = [...drinks, ...fresh, ...pantry, ...nonFood];

/** In order of SKU. */
export function growProducts(seed: number): readonly SeedProduct[] {
  const luck = dice(seed, "products");
  return assortment
    .flatMap((category) => growCategory(luck, category))
    .toSorted((a, b) => (a.sku < b.sku ? -1 : 1));
}

function growCategory(luck: Dice, category: CategoryWords): SeedProduct[] {
  const combinations = category.brands.flatMap((brand) =>
    category.kinds.flatMap((kind) => category.sizes.map((size) => ({ brand, kind, size }))),
  );
  return luck.sample(combinations, combinations.length).map(({ brand, kind, size }, index) => {
    const sku = `${category.prefix}-${String(index + 1).padStart(4, "0")}`;
    return {
      sku,
      title: `${brand} ${kind.title} ${size.label}`,
      description: describe(category, brand, kind, size),
      category: category.category,
      brand,
      priceCents: priceCents(luck, kind, size),
      unit: size.unit,
      packSize: size.packSize,
      byWeight: size.byWeight ?? false,
      pictureUrl: luck.chance(0.08) ? null : `https://images.example/products/${sku}.jpg`,
      active: !luck.chance(0.05),
      vat: category.vat,
      weightGrams: luck.chance(0.06) ? null : size.grams * size.packSize,
      updatedAt: nightlyImport(luck),
    };
  });
}

const describe = (category: CategoryWords, brand: string, kind: Kind, size: Size): string =>
  [kind.about, `Von ${brand}, Gebinde: ${size.label}.`, ...category.advice, ...smallPrint].join(" ");

// Within 15 % of the kind's usual price, and ending like a price does.
function priceCents(luck: Dice, kind: Kind, size: Size): number {
  const exact = kind.cents * size.factor * size.packSize * (luck.int(85, 115) / 100);
  return Math.max(19, Math.round(exact / 10) * 10 - luck.pick([0, 1, 5]));
}

const nightlyImport = (luck: Dice): string =>
  `${daysBeforeEstate(luck.int(0, 400))} 04:${twoDigits(luck.int(2, 38))}:${twoDigits(luck.int(0, 59))}`;

/** SKUs of this week's promotions, best first: orderable and with a picture. */
export function growPromotions(products: readonly SeedProduct[], seed: number): readonly string[] {
  const presentable = products.filter(({ active, pictureUrl }) => active && pictureUrl !== null);
  return dice(seed, "promotions")
    .sample(presentable, 24)
    .map(({ sku }) => sku);
}
