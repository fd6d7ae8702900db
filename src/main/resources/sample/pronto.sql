-- A sample PRONTO: the ERP's tables with its habits, rows to fill them, and a day's work that changes them.
--
-- Habits that a send has to cope with, kept on purpose:
-- * change stamps are dates, so two edits of one day look the same;
-- * prices, notes, addresses, order lines and deliveries have no stamp of their own: their parent's counts;
-- * code tables, contract prices, conversions and transactions have no stamp at all;
-- * a deleted record leaves no trace.

create schema pronto;

-- stock

create table pronto.stock_master (
    stock_code              varchar(16) primary key,
    stk_description         varchar(30) not null,
    stk_desc_line_2         varchar(30),
    stk_desc_line_3         varchar(30),
    stk_unit_desc           varchar(4) not null default 'EA',
    stk_brand               varchar(3),
    stk_apn_number          varchar(20),
    stk_group               varchar(4),
    -- The web category. Blank means that the product is not on the web.
    stk_sort_code           varchar(16) not null default '',
    stk_spare_analysis_code varchar(16),
    -- S stocked, I indent, K kit, L labour, X cross-reference, Z special
    stk_stock_status        char(1) not null default 'S',
    -- A normal, C purchase stop, F freight, I inactive, L no backorders, N no supply, O obsolete, T discontinued
    stk_condition_code      char(1),
    stk_replacement_cost    numeric(15, 4) not null default 0,
    stk_creation_date       date not null,
    -- Null or a zero date (0001-01-01) where the record was never changed.
    stk_date_last_change    date
);

create index on pronto.stock_master (stk_date_last_change);

create table pronto.stock_price (
    stock_code      varchar(16) not null references pronto.stock_master on delete cascade,
    prc_region_code varchar(2) not null default '',
    prc_rule        varchar(4),
    prc_tax_code    char(1) not null default 'G',
    prc_price_0     numeric(15, 4) not null,
    prc_price_1     numeric(15, 4) not null,
    prc_price_2     numeric(15, 4) not null,
    prc_price_3     numeric(15, 4) not null,
    prc_price_4     numeric(15, 4) not null,
    prc_qty_1       numeric(14, 4) not null default 0,
    prc_qty_2       numeric(14, 4) not null default 0,
    prc_qty_3       numeric(14, 4) not null default 0,
    prc_qty_4       numeric(14, 4) not null default 0,
    prc_rrp_excl    numeric(15, 4) not null,
    prc_rrp_incl    numeric(15, 2) not null,
    primary key (stock_code, prc_region_code)
);

create table pronto.stock_notes (
    stock_code varchar(16) not null references pronto.stock_master on delete cascade,
    -- WN web note, BU bullets, CN colloquial name, AC alternate category
    note_type  varchar(2) not null,
    line_no    integer not null,
    note_text  varchar(30) not null,
    primary key (stock_code, note_type, line_no)
);

create table pronto.stock_warehouse_detail (
    stock_code            varchar(16) not null references pronto.stock_master on delete cascade,
    whse_code             varchar(4) not null,
    whse_qty_on_hand      numeric(14, 4) not null default 0,
    whse_qty_committed    numeric(14, 4) not null default 0,
    whse_min_stock        integer not null default 0,
    whse_max_stock        integer not null default 0,
    whse_bin_location     varchar(8),
    whse_date_last_change date not null,
    primary key (stock_code, whse_code)
);

create index on pronto.stock_warehouse_detail (whse_date_last_change);

create table pronto.stock_unit_conversion (
    stock_code varchar(16) not null references pronto.stock_master on delete cascade,
    gtin       varchar(20) not null,
    suc_unit   varchar(4) not null,
    suc_factor numeric(14, 4) not null default 1,
    primary key (stock_code, gtin, suc_unit)
);

create table pronto.system_table (
    -- WC web category, CT customer type, TE territory, WH warehouse
    sys_tbl_type    varchar(2) not null,
    sys_tbl_code    varchar(16) not null,
    sys_description varchar(60) not null,
    sys_sequence    integer not null default 0,
    primary key (sys_tbl_type, sys_tbl_code)
);

-- debtors

create table pronto.deb_master (
    dr_accountcode       varchar(10) primary key,
    dr_name              varchar(30) not null,
    dr_cust_type         varchar(4),
    dr_territory_code    varchar(4),
    dr_rep_code          varchar(4),
    dr_warehouse_code    varchar(4),
    dr_price_level       smallint not null default 0,
    dr_price_region      varchar(2) not null default '',
    dr_contract_no       varchar(16),
    dr_credit_limit      numeric(15, 2) not null default 0,
    dr_account_status    char(1) not null default '0',
    dr_email             varchar(60),
    dr_date_created      date not null,
    -- Null or a zero date (1900-01-01) where the record was never changed.
    dr_date_last_changed date
);

create index on pronto.deb_master (dr_date_last_changed);

create table pronto.name_and_address_master (
    accountcode varchar(10) not null references pronto.deb_master on delete cascade,
    -- C is the account's own address; 00 to 99 are delivery addresses.
    na_type     varchar(2) not null,
    na_name     varchar(30),
    na_addr_1   varchar(30),
    na_addr_2   varchar(30),
    na_addr_3   varchar(30),
    na_addr_4   varchar(30),
    na_addr_5   varchar(30),
    na_addr_6   varchar(30),
    na_addr_7   varchar(30),
    na_postcode varchar(10),
    na_phone    varchar(20),
    na_fax      varchar(20),
    primary key (accountcode, na_type)
);

create table pronto.deb_contract_price (
    contract_no   varchar(16) not null,
    stock_code    varchar(16) not null references pronto.stock_master on delete cascade,
    con_price_1   numeric(11, 4) not null,
    con_price_2   numeric(11, 4),
    con_price_3   numeric(11, 4),
    con_price_4   numeric(11, 4),
    con_price_5   numeric(11, 4),
    con_price_6   numeric(11, 4),
    con_date_from date,
    con_date_to   date,
    primary key (contract_no, stock_code)
);

-- Lets a deleted product find its contract prices.
create index on pronto.deb_contract_price (stock_code);

create table pronto.deb_conversion (
    old_accountcode varchar(10) not null,
    new_accountcode varchar(10) not null,
    conversion_date date not null,
    primary key (old_accountcode, new_accountcode)
);

create table pronto.deb_trans (
    accountcode  varchar(10) not null references pronto.deb_master on delete cascade,
    tr_reference varchar(16) not null,
    tr_type      varchar(2) not null,
    tr_date      date not null,
    tr_due_date  date,
    tr_amount    numeric(15, 2) not null,
    tr_balance   numeric(15, 2) not null,
    primary key (accountcode, tr_reference, tr_type)
);

-- orders

create table pronto.sales_order (
    so_order_no       integer not null,
    so_bo_suffix      varchar(2) not null default '',
    so_cust_code      varchar(10) not null references pronto.deb_master,
    so_whse_code      varchar(4) not null,
    so_cust_reference varchar(20),
    so_order_date     date not null,
    -- 00 being entered, 02 quotation, 11 backorder, 17 credit hold, 20 on hold, 30 ready to pick, 40 slip printed,
    -- 61 not for the web, 70 ready to invoice, 80 invoice ready to update, 87 suspended
    so_order_status   varchar(2) not null,
    so_date_stamp     date not null,
    so_order_total    numeric(15, 2) not null default 0,
    so_source         varchar(4),
    so_web_order_no   varchar(20),
    primary key (so_order_no, so_bo_suffix)
);

create index on pronto.sales_order (so_date_stamp);
create index on pronto.sales_order (so_order_date);

-- One web order can become one sales order only, however often it is handed over.
create unique index on pronto.sales_order (so_web_order_no) where so_web_order_no is not null;

create table pronto.sales_order_lines (
    so_order_no       integer not null,
    so_bo_suffix      varchar(2) not null default '',
    sol_line_seq      integer not null,
    -- Null on a line that carries only text.
    stock_code        varchar(16),
    sol_description   varchar(30),
    sol_ordered_qty   numeric(14, 4) not null,
    sol_shipped_qty   numeric(14, 4) not null default 0,
    sol_backorder_qty numeric(14, 4) not null default 0,
    sol_item_price    numeric(15, 4) not null,
    sol_line_total    numeric(15, 2) not null,
    primary key (so_order_no, so_bo_suffix, sol_line_seq),
    foreign key (so_order_no, so_bo_suffix) references pronto.sales_order on delete cascade
);

create table pronto.sales_order_delivery (
    so_order_no         integer not null,
    so_bo_suffix        varchar(2) not null default '',
    sod_name            varchar(30),
    sod_addr_1          varchar(30),
    sod_addr_2          varchar(30),
    sod_addr_3          varchar(30),
    sod_addr_4          varchar(30),
    sod_postcode        varchar(10),
    sod_carrier         varchar(10),
    sod_connote         varchar(30),
    sod_date_despatched date,
    primary key (so_order_no, so_bo_suffix),
    foreign key (so_order_no, so_bo_suffix) references pronto.sales_order on delete cascade
);

-- The landing place of web orders: whoever inserts here leaves load_status NEW, the import program answers.
create table pronto.so_load (
    web_order_no   varchar(20) primary key,
    accountcode    varchar(10) not null,
    cust_reference varchar(20),
    loaded_at      timestamptz not null default now(),
    load_status    varchar(10) not null default 'NEW',
    load_message   varchar(200)
);

create table pronto.so_load_lines (
    web_order_no varchar(20) not null references pronto.so_load on delete cascade,
    line_no      integer not null,
    stock_code   varchar(16) not null,
    qty          numeric(14, 4) not null,
    unit_price   numeric(15, 4) not null,
    primary key (web_order_no, line_no)
);

create table pronto.deb_cash_receipts (
    accountcode  varchar(10) not null,
    receipt_ref  varchar(20) not null,
    amount       numeric(15, 2) not null,
    receipt_date date not null,
    posted       boolean not null default false,
    primary key (accountcode, receipt_ref)
);

-- sample rows

create function pronto.sku(p_number integer) returns varchar language sql immutable as $$
    select 'SKU' || lpad(p_number::text, 7, '0');
$$;

create function pronto.account(p_number integer) returns varchar language sql immutable as $$
    select 'D' || lpad(p_number::text, 6, '0');
$$;

-- What the distributor trades in. Finish and article together are at most 30 characters, a nickname at most 8.
create function pronto.sample_article() returns table (
    article integer, one text, many text, size_format text, nickname text
) language sql immutable as $$
    values
        (0, 'Hex Bolt', 'Hex Bolts', 'M%s x 50 mm', 'bolt'),
        (1, 'Wood Screw', 'Wood Screws', '%s g x 40 mm', 'screw'),
        (2, 'Cable Tie', 'Cable Ties', '%s mm wide, pack of 100', 'zip tie'),
        (3, 'Pipe Clamp', 'Pipe Clamps', '%s mm bore', 'saddle'),
        (4, 'Ball Valve', 'Ball Valves', '%s mm BSP', 'stopcock'),
        (5, 'Drill Bit', 'Drill Bits', 'Ø %s mm, HSS', 'drill'),
        (6, 'Façade Anchor', 'Façade Anchors', '%s mm x 120 mm', 'anchor'),
        (7, 'Work Glove', 'Work Gloves', 'size %s', 'riggers'),
        (8, 'Safety Boot', 'Safety Boots', 'size %s', 'steelies'),
        (9, 'Plumber''s Tape', 'Plumber''s Tapes', '%s m roll', 'pinkie'),
        (10, 'LED Floodlight', 'LED Floodlights', '%s W, 240 V', 'floodie'),
        (11, 'Extension Lead', 'Extension Leads', '%s m, 10 A', 'ext lead'),
        (12, 'Hose Reel', 'Hose Reels', '%s m', 'reel'),
        (13, 'Spirit Level', 'Spirit Levels', '%s inch', 'bubble'),
        (14, 'Claw Hammer', 'Claw Hammers', '%s oz', 'claw'),
        (15, 'Tape Measure', 'Tape Measures', '%s m x 25 mm', 'tape'),
        (16, 'Builder''s Pencil', 'Builder''s Pencils', 'pack of %s', 'pencil'),
        (17, 'Sanding Disc', 'Sanding Discs', 'P%s0, 125 mm', 'disc'),
        (18, 'Paint Brush', 'Paint Brushes', '%s mm', 'brush'),
        (19, 'Door Hinge', 'Door Hinges', '%s0 mm, pair', 'hinge'),
        (20, 'Padlock', 'Padlocks', '%s mm, keyed alike', 'lock'),
        (21, 'Tarpaulin', 'Tarpaulins', '%s m x 3 m', 'tarp'),
        (22, 'Wheelbarrow Tyre', 'Wheelbarrow Tyres', '%s inch', 'barrow'),
        (23, 'Décor Hook', 'Décor Hooks', '%s kg, self-adhesive', 'hook'),
        (24, 'Marking Spray', 'Marking Sprays', '%s0 ml', 'spray');
$$;

create function pronto.sample_finish(p_number integer) returns text language sql immutable as $$
    select (array['Galvanised', 'Stainless', 'Zinc Plated', 'Heavy Duty', 'Marine Grade', 'Economy', 'Premium', 'Trade Pack']
        )[p_number % 8 + 1];
$$;

create function pronto.sample_place() returns table (
    place integer, suburb text, state text, postcode text, area_code text, warehouse text
) language sql immutable as $$
    values
        (0, 'Footscray', 'VIC', '3011', '03', 'MEL'),
        (1, 'Parramatta', 'NSW', '2150', '02', 'SYD'),
        (2, 'Fortitude Valley', 'QLD', '4006', '07', 'BNE'),
        (3, 'Dandenong', 'VIC', '3175', '03', 'MEL'),
        (4, 'O''Connor', 'WA', '6163', '08', 'PER'),
        (5, 'Port Adelaide', 'SA', '5015', '08', 'ADL'),
        (6, 'Newcastle', 'NSW', '2300', '02', 'SYD'),
        (7, 'Māngere', 'Auckland', '2022', '09', 'AKL'),
        (8, 'Geelong', 'VIC', '3220', '03', 'MEL'),
        (9, 'Toowoomba', 'QLD', '4350', '07', 'BNE'),
        (10, 'Wollongong', 'NSW', '2500', '02', 'SYD'),
        (11, 'Hobart', 'TAS', '7000', '03', 'MEL'),
        (12, 'Darwin', 'NT', '0800', '08', 'ADL');
$$;

create procedure pronto.seed_codes() language plpgsql as $$
begin
    -- Two levels: the first two characters of a web category name its parent.
    insert into pronto.system_table values
        ('WC', 'C0', 'Fixings, Fittings & Fasteners', 1),
        ('WC', 'C1', 'Tools, Site & Safety', 2),
        ('WC', 'C2', 'Clearance', 3),
        ('CT', 'TR', 'Trade account', 1),
        ('CT', 'WEB', 'Signed up on the web', 2),
        ('CT', 'GOV', 'Councils & government', 3);

    insert into pronto.system_table
    select 'WC', 'C' || lpad(k::text, 3, '0'), pronto.sample_finish((k - 1) / 25) || ' ' || many, k * 10
    from generate_series(1, 200) k
    join pronto.sample_article() on article = (k - 1) % 25;

    insert into pronto.system_table
    select 'TE', 'T' || t, 'Territory ' || (t + 1), t
    from generate_series(0, 11) t;

    insert into pronto.system_table
    select 'WH', code, town || ' warehouse', row_number() over ()
    from (values ('MEL', 'Melbourne'), ('SYD', 'Sydney'), ('BNE', 'Brisbane'), ('PER', 'Perth'), ('ADL', 'Adelaide'),
        ('AKL', 'Auckland')) w (code, town);
end $$;

create procedure pronto.seed_stock(p_products integer) language plpgsql as $$
begin
    -- A product's web category decides its finish and article, so that the shop's shelves make sense.
    insert into pronto.stock_master
    select
        pronto.sku(i),
        pronto.sample_finish(i % 200 / 25) || ' ' || one,
        format(size_format, 4 + i / 200 * 2),
        case
            when i % 250 = 0 then 'Staff pick 🛠 while stock lasts'
            when i % 9 = 0 then 'Made in Australia'
            when i % 25 = 3 then ''
        end,
        case when article in (7, 8) then 'PAIR' when i % 30 = 0 then 'BOX' else 'EA' end,
        case when i % 45 <> 0 then 'B' || lpad((i % 90)::text, 2, '0') end,
        case when i % 33 <> 0 then '93' || lpad(i::text, 11, '0') end,
        'G' || i % 40,
        case when i % 7 = 0 then '' else 'C' || lpad((i % 200 + 1)::text, 3, '0') end,
        null,
        case when i % 60 = 0 then 'I' else 'S' end,
        case when i % 50 = 0 then 'O' when i % 120 = 1 then 'T' when i % 80 = 3 then 'L' when i % 70 <> 4 then 'A' end,
        round(0.85 + i * 7919 % 5000 / 100.0, 4),
        current_date - case when i % 400 = 1 then i % 30 else 400 + i % 3000 end,
        case
            when i % 400 = 1 then null
            when i % 40 = 2 then date '0001-01-01'
            else current_date - i % 365
        end
    from generate_series(1, p_products) i
    join pronto.sample_article() on article = i % 25;

    insert into pronto.stock_price
    select
        stock_code, region, 'R01', case when cost > 50 then 'E' else 'G' end,
        round(cost * 2, 2), round(cost * 1.75, 2), round(cost * 1.5, 2), round(cost * 1.3, 2), round(cost * 1.25, 4),
        1, 6, 12, 48,
        round(cost * 2.2, 2), round(cost * 2.42, 2)
    from (
        select stock_code, region, stk_replacement_cost * case region when '' then 1 else 1.08 end as cost
        from pronto.stock_master cross join (values (''), ('NT')) r (region)
    ) p;

    insert into pronto.stock_warehouse_detail
    select
        pronto.sku(i), whse, (i * 37 + w * 101) % 500, (i * 11 + w * 7) % 20, 10, 500,
        case when (i + w) % 20 <> 0 then chr(65 + i % 26) || '-' || lpad((i % 99)::text, 2, '0') end,
        current_date - (i + w)::integer % 60
    from generate_series(1, p_products) i
    cross join unnest(array['MEL', 'SYD', 'BNE', 'PER', 'ADL', 'AKL']) with ordinality as h (whse, w);

    insert into pronto.stock_unit_conversion
    select stock_code, stk_apn_number, 'EA', 1
    from pronto.stock_master where stk_apn_number is not null;
end $$;

create procedure pronto.seed_notes(p_products integer) language plpgsql as $$
begin
    -- The word processor fills blocks of 30 characters and cuts words; typed entries end where the line ends.
    insert into pronto.stock_notes
    select pronto.sku(i), 'WN', n,
        note_text
    from generate_series(1, p_products) i
    join pronto.sample_article() on article = i % 25
    cross join lateral (
        select
            format('The %s is what crews ask for: %s%s. Built for daily use on site, café or workshop, it keeps its '
                || 'shape and is easy to clean.', lower(one), format(size_format, 4 + i / 200 * 2),
                case when i % 90 = 1 then ' 👷' else '' end) as article_text,
            array['Sold through our counters.', 'Keep dry in store.', 'Don''t mix with other sizes.',
                'Ask for bulk rates.'] as typed
    ) t
    cross join generate_series(1, 6) n
    cross join lateral (
        select case when i % 4 = 0 then typed[n] else substr(article_text, n * 30 - 29, 30) end as note_text
    ) l
    where note_text <> '';

    insert into pronto.stock_notes
    select pronto.sku(i), 'BU', 1, 'Replaces all earlier models'
    from generate_series(1, p_products) i where i % 10 = 0;

    -- Some names are longer than the 20 characters that the shop shows.
    insert into pronto.stock_notes
    select pronto.sku(i), 'CN', 1,
        case when i % 3 = 0 then nickname || ' for the trade counter' else 'tradie''s ' || nickname end
    from generate_series(1, p_products) i
    join pronto.sample_article() on article = i % 25
    where i % 5 <> 0;

    -- The first alternate of products 151, 451, ... is their own sort code, as happens when people type.
    insert into pronto.stock_notes
    select pronto.sku(i), 'AC', n, 'C' || lpad(((i * (4 * n - 1) + case n when 1 then 98 else 20 end) % 200 + 1)::text, 3, '0')
    from generate_series(1, p_products) i
    cross join generate_series(1, 2) n
    where i % 6 = 1 and (n = 1 or i % 12 = 1);
end $$;

create procedure pronto.seed_debtors(p_debtors integer) language plpgsql as $$
declare
    families text[] := array['Nguyen', 'O''Brien', 'Müller', 'Pappas', 'Smith', 'Singh', 'Rossi', 'Kowalski', 'D''Angelo',
        'Björk', 'Chen', 'Tāne', 'García', 'MacLeod', 'Yılmaz', 'Fonoti', 'Jansen', 'Álvarez', 'Walker', 'Whiting'];
    trades text[] := array['Plumbing', 'Electrical', 'Joinery', 'Roofing', 'Hardware', 'Builders', 'Fencing', 'Tiling',
        'Painting', 'Landscapes', 'Marine', 'Kitchens', 'Glazing', 'Timber', 'Café Fitouts'];
    forms text[] := array[' Pty Ltd', '', ' & Sons', ' Group'];
    streets text[] := array['Station Street', 'High Street', 'King William Road', 'Queen Street', 'Mill Lane',
        'Captain Cook Drive', 'Bay Road', 'Miners'' Row', 'Industrial Avenue', 'Harbour Esplanade', 'Church Street'];
begin
    insert into pronto.deb_master
    select
        pronto.account(i),
        families[(i - 1) % 20 + 1] || ' ' || trades[(i - 1) / 20 % 15 + 1] || forms[(i - 1) / 300 % 4 + 1],
        case when i % 10 = 0 then 'WEB' when i % 100 = 7 then 'GOV' when i % 61 <> 0 then 'TR' end,
        'T' || i % 12, 'R' || i % 30, warehouse, i % 5,
        case state when 'NT' then 'NT' else '' end,
        case when i % 8 = 0 then 'CON' || i % 200 end,
        1000 * (1 + i % 25), '0',
        case when i % 15 <> 0 then 'accounts.' || lower(pronto.account(i)) || '@example.com' end,
        current_date - (30 + i % 4000),
        case when i % 50 = 3 then date '1900-01-01' when i % 75 <> 4 then current_date - i % 365 end
    from generate_series(1, p_debtors) i
    join pronto.sample_place() on place = i % 13;

    insert into pronto.name_and_address_master
    select
        pronto.account(i), na_type,
        case na_type when '01' then 'Site office' when '02' then 'Depot, ring the bell 🔔' else dr_name end,
        1 + i * 7 % 240 || ' ' || streets[(i + n) % 11 + 1],
        suburb, state,
        case when i % 17 = 0 and na_type <> 'C' then 'Leave at rear dock' end,
        null, null, null,
        postcode,
        case when i % 12 <> 0 then '(' || area_code || ') 5550 ' || lpad((i * 3 % 10000)::text, 4, '0') end,
        null
    from generate_series(1, p_debtors) i
    join pronto.deb_master on dr_accountcode = pronto.account(i)
    cross join (values ('C', 0), ('00', 0), ('01', 1), ('02', 2)) a (na_type, n)
    join pronto.sample_place() on place = (i + n) % 13
    where na_type <> '02' or i % 6 = 0;

    insert into pronto.deb_conversion
    select 'OLD' || lpad(i::text, 4, '0'), pronto.account(i * 7), current_date - i * 9
    from generate_series(1, 20) i where i * 7 <= p_debtors;
end $$;

create procedure pronto.seed_contracts(p_products integer) language plpgsql as $$
begin
    insert into pronto.deb_contract_price (contract_no, stock_code, con_price_1, con_price_2, con_date_from, con_date_to)
    select
        'CON' || c, stock_code, round(stk_replacement_cost * 1.2, 4),
        case when k % 3 = 0 then round(stk_replacement_cost * 1.15, 4) end,
        case when c % 4 <> 0 then current_date - (c + 30) end,
        case when c % 5 = 0 then current_date + (365 - c) end
    from generate_series(0, 199) c
    cross join generate_series(1, least(200, p_products)) k
    join pronto.stock_master on stock_code = pronto.sku((c * 7 + k) % p_products + 1);
end $$;

create procedure pronto.seed_orders(p_products integer, p_debtors integer, p_orders integer) language plpgsql as $$
declare
    statuses text[] := array['80', '80', '80', '80', '80', '80', '11', '30', '40', '70', '17', '61'];
    carriers text[] := array['TNT', 'STARTRACK', 'TOLL', 'COURIER'];
begin
    -- Numbers rise with the dates, the newest order is of today.
    insert into pronto.sales_order
    select
        i, '', dr_accountcode, dr_warehouse_code,
        case when i % 9 <> 0 then 'PO ' || 40000 + i end,
        order_date, status,
        case when status in ('00', '30') then order_date else least(order_date + i % 6, current_date) end,
        0,
        case when i % 4 = 0 then 'WEB' end,
        case when i % 4 = 0 then 'W' || i end
    from (
        select i, current_date - ((p_orders - i)::bigint * 400 / p_orders)::integer as order_date,
            case when i > p_orders - 40 and i % 5 = 0 then '00' else statuses[i % 12 + 1] end as status
        from generate_series(1, p_orders) i
    ) o
    join pronto.deb_master on dr_accountcode = pronto.account(i % p_debtors + 1);

    insert into pronto.sales_order_lines
    select
        so_order_no, so_bo_suffix, n, stock_code, coalesce(stk_description, 'Please call before delivery'),
        qty,
        case when so_order_status in ('70', '80') then qty else 0 end,
        case when so_order_status = '11' and n = 1 then qty else 0 end,
        price, qty * price
    from pronto.sales_order
    cross join generate_series(1, 8) n
    left join pronto.stock_master on stock_code = pronto.sku((so_order_no * 7 + n) % p_products + 1)
        and not (n = 8 and so_order_no % 20 = 0)
    cross join lateral (
        select case when stock_code is null then 0 else 1 + (so_order_no + n) % 9 end as qty,
            coalesce(round(stk_replacement_cost * 1.5, 2), 0) as price
    ) a;

    update pronto.sales_order o set so_order_total = l.total
    from (
        select so_order_no, so_bo_suffix, sum(sol_line_total) as total
        from pronto.sales_order_lines group by so_order_no, so_bo_suffix
    ) l
    where l.so_order_no = o.so_order_no and l.so_bo_suffix = o.so_bo_suffix;

    insert into pronto.sales_order_delivery
    select
        so_order_no, so_bo_suffix, na_name, na_addr_1, na_addr_2, na_addr_3, na_addr_4, na_postcode,
        carriers[so_order_no % 4 + 1],
        case when so_order_status = '80' then 'CN' || lpad(so_order_no::text, 8, '0') end,
        case when so_order_status = '80' then so_date_stamp end
    from pronto.sales_order
    join pronto.name_and_address_master on accountcode = so_cust_code and na_type = '00';

    insert into pronto.deb_trans
    select
        so_cust_code, 'I' || so_order_no, 'IN', so_date_stamp, so_date_stamp + 30, so_order_total,
        case when so_date_stamp > current_date - 35 then so_order_total else 0 end
    from pronto.sales_order where so_order_status = '80';
end $$;

-- Fills the empty tables. Everything but the dates is the same each time, so that a test can name rows.
create procedure pronto.seed(
    p_products integer default 3500, p_debtors integer default 1200, p_orders integer default 13500
) language plpgsql as $$
begin
    call pronto.seed_codes();
    call pronto.seed_stock(p_products);
    call pronto.seed_notes(p_products);
    call pronto.seed_debtors(p_debtors);
    call pronto.seed_contracts(p_products);
    call pronto.seed_orders(p_products, p_debtors, p_orders);
    -- The first send must not wait for the server to notice that the tables are no longer empty.
    analyze pronto.stock_master, pronto.stock_price, pronto.stock_notes, pronto.stock_warehouse_detail,
        pronto.deb_master, pronto.name_and_address_master, pronto.deb_contract_price, pronto.deb_trans,
        pronto.sales_order, pronto.sales_order_lines, pronto.sales_order_delivery;
end $$;

-- the ERP at work
-- Rows are picked in a subquery: beside "order by random()" another random() would repeat the sort value.

-- Callers that add orders wait for each other here, so that no number is given twice.
create function pronto.next_order_no() returns integer language plpgsql as $$
begin
    lock table pronto.sales_order in share row exclusive mode;
    return (select coalesce(max(so_order_no), 0) + 1 from pronto.sales_order);
end $$;

-- What PRONTO adds once an order's lines are in: total, delivery and committed stock.
create procedure pronto.complete_order(p_order_no integer) language plpgsql as $$
begin
    update pronto.sales_order set so_order_total = (
        select coalesce(sum(sol_line_total), 0) from pronto.sales_order_lines where so_order_no = p_order_no)
    where so_order_no = p_order_no;

    insert into pronto.sales_order_delivery (
        so_order_no, so_bo_suffix, sod_name, sod_addr_1, sod_addr_2, sod_addr_3, sod_addr_4, sod_postcode, sod_carrier)
    select
        so_order_no, so_bo_suffix, coalesce(na_name, dr_name), na_addr_1, na_addr_2, na_addr_3, na_addr_4, na_postcode,
        'TNT'
    from pronto.sales_order
    join pronto.deb_master on dr_accountcode = so_cust_code
    left join pronto.name_and_address_master on accountcode = so_cust_code and na_type = '00'
    where so_order_no = p_order_no;

    update pronto.stock_warehouse_detail d
    set whse_qty_committed = whse_qty_committed + l.qty, whse_date_last_change = current_date
    from (
        select so_whse_code, stock_code, sum(sol_ordered_qty) as qty
        from pronto.sales_order join pronto.sales_order_lines using (so_order_no, so_bo_suffix)
        where so_order_no = p_order_no group by so_whse_code, stock_code
    ) l
    where d.stock_code = l.stock_code and d.whse_code = l.so_whse_code;
end $$;

-- Why PRONTO would not take a web order, or null.
create function pronto.import_objection(p_web_order_no varchar) returns text language sql stable as $$
    select case
        when not exists (select from pronto.deb_master where dr_accountcode = l.accountcode)
            then 'Unknown account ' || l.accountcode
        when not exists (select from pronto.so_load_lines n where n.web_order_no = l.web_order_no)
            then 'The order has no lines'
        else (
            select 'Unknown stock code ' || min(n.stock_code)
            from pronto.so_load_lines n
            where n.web_order_no = l.web_order_no
                and not exists (select from pronto.stock_master s where s.stock_code = n.stock_code))
    end
    from pronto.so_load l where l.web_order_no = p_web_order_no;
$$;

create procedure pronto.import_order(p_web_order_no varchar) language plpgsql as $$
declare
    order_no integer := pronto.next_order_no();
begin
    insert into pronto.sales_order (
        so_order_no, so_cust_code, so_whse_code, so_cust_reference, so_order_date, so_order_status, so_date_stamp,
        so_source, so_web_order_no)
    select order_no, accountcode, coalesce(dr_warehouse_code, 'MEL'), cust_reference, current_date, '30', current_date,
        'WEB', web_order_no
    from pronto.so_load join pronto.deb_master on dr_accountcode = accountcode
    where web_order_no = p_web_order_no;

    insert into pronto.sales_order_lines (
        so_order_no, sol_line_seq, stock_code, sol_description, sol_ordered_qty, sol_item_price, sol_line_total)
    select order_no, line_no, stock_code, stk_description, qty, unit_price, qty * unit_price
    from pronto.so_load_lines join pronto.stock_master using (stock_code)
    where web_order_no = p_web_order_no;

    call pronto.complete_order(order_no);
end $$;

-- PRONTO's import program: turns loaded web orders into sales orders or says why not.
create procedure pronto.import_orders() language plpgsql as $$
declare
    web_order varchar;
    objection text;
begin
    for web_order in
        select web_order_no from pronto.so_load where load_status = 'NEW'
        order by loaded_at, web_order_no for update skip locked
    loop
        objection := pronto.import_objection(web_order);
        if objection is null and not exists (select from pronto.sales_order where so_web_order_no = web_order) then
            call pronto.import_order(web_order);
        end if;
        update pronto.so_load set
            load_status = case when objection is null then 'LOADED' else 'REJECTED' end,
            load_message = coalesce(objection, 'Order ' || (
                select so_order_no from pronto.sales_order where so_web_order_no = web_order))
        where web_order_no = web_order;
    end loop;
end $$;

create procedure pronto.enter_orders(p_count integer) language plpgsql as $$
declare
    order_no integer;
begin
    for n in 1..p_count loop
        order_no := pronto.next_order_no();

        insert into pronto.sales_order (
            so_order_no, so_cust_code, so_whse_code, so_cust_reference, so_order_date, so_order_status, so_date_stamp)
        select order_no, dr_accountcode, coalesce(dr_warehouse_code, 'MEL'), 'PO ' || 40000 + order_no, current_date,
            case when random() < 0.3 then '00' else '30' end, current_date
        from (select * from pronto.deb_master order by random() limit 1) picked;

        insert into pronto.sales_order_lines (
            so_order_no, sol_line_seq, stock_code, sol_description, sol_ordered_qty, sol_item_price, sol_line_total)
        select order_no, row_number() over (), stock_code, stk_description, qty, price, qty * price
        from (
            select stock_code, stk_description, 1 + floor(random() * 12)::integer as qty,
                round(stk_replacement_cost * 1.5, 2) as price
            from (select * from pronto.stock_master order by random() limit 1 + floor(random() * 6)::integer) picked
        ) line;

        call pronto.complete_order(order_no);
    end loop;
end $$;

-- Sends an order out of the door: quantities, consignment note, stock and invoice.
create procedure pronto.ship_order(p_order_no integer, p_suffix varchar) language plpgsql as $$
begin
    update pronto.sales_order_lines set sol_shipped_qty = sol_ordered_qty, sol_backorder_qty = 0
    where so_order_no = p_order_no and so_bo_suffix = p_suffix;

    update pronto.sales_order_delivery
    set sod_connote = 'CN' || lpad(p_order_no::text, 8, '0'), sod_date_despatched = current_date
    where so_order_no = p_order_no and so_bo_suffix = p_suffix;

    update pronto.stock_warehouse_detail d
    set whse_qty_on_hand = greatest(whse_qty_on_hand - l.qty, 0),
        whse_qty_committed = greatest(whse_qty_committed - l.qty, 0),
        whse_date_last_change = current_date
    from (
        select so_whse_code, stock_code, sum(sol_ordered_qty) as qty
        from pronto.sales_order join pronto.sales_order_lines using (so_order_no, so_bo_suffix)
        where so_order_no = p_order_no and so_bo_suffix = p_suffix group by so_whse_code, stock_code
    ) l
    where d.stock_code = l.stock_code and d.whse_code = l.so_whse_code;

    insert into pronto.deb_trans
    select
        so_cust_code, 'I' || so_order_no || so_bo_suffix, 'IN', current_date, current_date + 30, so_order_total,
        so_order_total
    from pronto.sales_order where so_order_no = p_order_no and so_bo_suffix = p_suffix
    on conflict do nothing;
end $$;

create procedure pronto.progress_orders(p_count integer) language plpgsql as $$
declare
    o record;
begin
    for o in
        select so_order_no, so_bo_suffix,
            case
                when random() < 0.04 then '61'
                when so_order_status in ('00', '11', '17', '20') then '30'
                when so_order_status = '30' then '40'
                when so_order_status = '40' then '70'
                else '80'
            end as next_status
        from (
            select * from pronto.sales_order
            where so_order_status in ('00', '11', '17', '20', '30', '40', '70') and so_order_date > current_date - 80
            order by random() limit p_count
        ) picked
    loop
        update pronto.sales_order set so_order_status = o.next_status, so_date_stamp = current_date
        where so_order_no = o.so_order_no and so_bo_suffix = o.so_bo_suffix;
        if o.next_status = '80' then
            call pronto.ship_order(o.so_order_no, o.so_bo_suffix);
        end if;
    end loop;
end $$;

create procedure pronto.move_stock(p_count integer) language plpgsql as $$
begin
    update pronto.stock_warehouse_detail
    set whse_qty_on_hand = greatest(whse_qty_on_hand + floor(random() * 61) - 20, 0), whse_date_last_change = current_date
    where (stock_code, whse_code) in (
        select stock_code, whse_code from pronto.stock_warehouse_detail order by random() limit p_count);
end $$;

-- The price record has no stamp: PRONTO stamps the stock record.
create procedure pronto.edit_prices(p_count integer) language plpgsql as $$
declare
    code varchar;
    factor numeric;
begin
    for code in select stock_code from pronto.stock_master order by random() limit p_count loop
        factor := 0.97 + floor(random() * 9) / 100;
        update pronto.stock_price set
            prc_price_0 = round(prc_price_0 * factor, 2), prc_price_1 = round(prc_price_1 * factor, 2),
            prc_price_2 = round(prc_price_2 * factor, 2), prc_price_3 = round(prc_price_3 * factor, 2),
            prc_price_4 = round(prc_price_4 * factor, 4)
        where stock_code = code;
        update pronto.stock_master set stk_date_last_change = current_date where stock_code = code;
    end loop;
end $$;

create procedure pronto.edit_customers(p_count integer) language plpgsql as $$
begin
    update pronto.deb_master
    set dr_price_level = floor(random() * 5), dr_territory_code = 'T' || floor(random() * 12),
        dr_date_last_changed = current_date
    where dr_accountcode in (select dr_accountcode from pronto.deb_master order by random() limit p_count);
end $$;

-- PRONTO does not stamp the debtor for this: an address that only a comparison of the rows can find.
create procedure pronto.add_address() language plpgsql as $$
begin
    insert into pronto.name_and_address_master (
        accountcode, na_type, na_name, na_addr_1, na_addr_2, na_addr_3, na_postcode)
    select
        dr_accountcode, lpad(free::text, 2, '0'), 'Site ' || free, 1 + floor(random() * 200) || ' New Road',
        suburb, state, postcode
    from (select dr_accountcode from pronto.deb_master order by random() limit 1) d
    cross join lateral (
        select min(t) as free from generate_series(2, 99) t
        where not exists (
            select from pronto.name_and_address_master
            where accountcode = dr_accountcode and na_type = lpad(t::text, 2, '0'))
    ) f
    cross join lateral (select suburb, state, postcode from pronto.sample_place() order by random() limit 1) p
    where free is not null;
end $$;

create procedure pronto.add_product() language plpgsql as $$
declare
    code varchar := pronto.sku(1 + coalesce((select max(substr(stock_code, 4)::integer) from pronto.stock_master
        where stock_code ~ '^SKU[0-9]{7}$'), 0));
begin
    insert into pronto.stock_master (
        stock_code, stk_description, stk_desc_line_2, stk_sort_code, stk_condition_code, stk_replacement_cost,
        stk_creation_date)
    select code, 'New ' || one, 'just arrived', 'C' || lpad((article + 1)::text, 3, '0'), 'A', 10, current_date
    from pronto.sample_article() order by random() limit 1;
    insert into pronto.stock_price values (code, '', 'R01', 'G', 20, 17.5, 15, 13, 12.5, 1, 6, 12, 48, 22, 24.2);
    insert into pronto.stock_notes values (code, 'WN', 1, 'New in the range.');
    insert into pronto.stock_warehouse_detail
    select code, whse, 50, 0, 10, 500, null, current_date from unnest(array['MEL', 'SYD']) whse;
end $$;

create procedure pronto.delete_product() language sql as $$
    delete from pronto.stock_master
    where stock_code = (select stock_code from pronto.stock_master order by random() limit 1);
$$;

create procedure pronto.take_product_off_the_web() language sql as $$
    update pronto.stock_master set stk_sort_code = '', stk_date_last_change = current_date
    where stock_code = (select stock_code from pronto.stock_master where stk_sort_code <> '' order by random() limit 1);
$$;

-- One burst of a working day; call it every few seconds.
create procedure pronto.activity() language plpgsql as $$
begin
    -- An order needs about four steps to leave the house, so the open ones stay about as many as they are.
    call pronto.enter_orders(case when random() < 0.3 then 2 else 1 end);
    call pronto.progress_orders(5);
    call pronto.move_stock(8);
    call pronto.edit_prices(2);
    call pronto.edit_customers(1);
    if random() < 0.3 then call pronto.add_address(); end if;
    if random() < 0.03 then call pronto.add_product(); end if;
    if random() < 0.02 then call pronto.take_product_off_the_web(); end if;
    if random() < 0.01 then call pronto.delete_product(); end if;
    call pronto.import_orders();
end $$;
