-- A sample web shop: the tables that the routes keep equal to the ERP, plus what the shop itself owns.
-- synced_at, customer.activation, customer_conversion.processed and sales_order.shipped_mail_sent belong to the shop:
-- no route returns them, so no send overwrites them.

create schema web;

-- catalogue

create table web.category (
    category_code varchar(16) primary key,
    parent_code   varchar(16),
    name          varchar(60) not null,
    sort_seq      integer not null default 0
);

create table web.product (
    product_code    varchar(16) primary key,
    title           varchar(92) not null,
    unit            varchar(4) not null,
    brand           varchar(3),
    barcode         varchar(20),
    category_code   varchar(16),
    -- Shorter than the ERP's 30 characters: the shop shows the first 20.
    colloquial_name varchar(20),
    valid           boolean not null default true,
    erp_changed     date,
    synced_at       timestamptz not null default now()
);

create table web.product_category (
    product_code  varchar(16) not null references web.product on delete cascade,
    category_code varchar(16) not null,
    primary key (product_code, category_code)
);

create table web.product_price (
    product_code varchar(16) not null references web.product on delete cascade,
    region       varchar(2) not null,
    level        smallint not null,
    min_qty      numeric(14, 4) not null default 0,
    price        numeric(15, 4) not null,
    primary key (product_code, region, level)
);

create table web.product_note (
    product_code varchar(16) not null references web.product on delete cascade,
    note_type    varchar(2) not null,
    body         text not null,
    primary key (product_code, note_type)
);

create table web.product_availability (
    product_code  varchar(16) not null,
    warehouse     varchar(4) not null,
    qty_on_hand   numeric(14, 4) not null,
    qty_committed numeric(14, 4) not null,
    synced_at     timestamptz not null default now(),
    primary key (product_code, warehouse)
);

create table web.contract_price (
    contract_no  varchar(16) not null,
    product_code varchar(16) not null,
    price        numeric(15, 4) not null,
    valid_from   date,
    valid_to     date,
    primary key (contract_no, product_code)
);

create table web.system_table (
    table_type  varchar(2),
    code        varchar(16),
    description varchar(60) not null,
    sequence    integer not null,
    primary key (table_type, code)
);

-- customers

create table web.customer (
    customer_code varchar(10) primary key,
    name          varchar(30) not null,
    customer_type varchar(4),
    territory     varchar(4),
    warehouse     varchar(4),
    price_level   smallint not null,
    contract_no   varchar(16),
    -- The shop marks a customer Pending; the next customer-transactions run makes it Active.
    activation    varchar(8) not null default 'Inactive' check (activation in ('Inactive', 'Pending', 'Active')),
    synced_at     timestamptz not null default now()
);

create table web.customer_address (
    customer_code varchar(10) not null references web.customer on delete cascade,
    address_type  varchar(2) not null,
    name          varchar(30),
    line_1        varchar(30),
    line_2        varchar(30),
    line_3        varchar(30),
    line_4        varchar(30),
    postcode      varchar(10),
    phone         varchar(20),
    primary key (customer_code, address_type)
);

create table web.customer_conversion (
    old_code  varchar(10) not null,
    new_code  varchar(10) not null,
    processed boolean not null default false,
    primary key (old_code, new_code)
);

create table web.customer_transaction (
    customer_code varchar(10) not null,
    reference     varchar(16) not null,
    kind          varchar(2) not null,
    tx_date       date not null,
    amount        numeric(15, 2) not null,
    balance       numeric(15, 2) not null,
    primary key (customer_code, reference, kind)
);

-- orders as the ERP has them

create table web.sales_order (
    order_no          integer not null,
    suffix            varchar(2) not null,
    customer_code     varchar(10) not null,
    order_date        date not null,
    status            varchar(2) not null,
    total             numeric(15, 2) not null,
    web_order_no      varchar(20),
    shipped_mail_sent boolean not null default false,
    synced_at         timestamptz not null default now(),
    primary key (order_no, suffix)
);

create table web.sales_order_line (
    order_no     integer not null,
    suffix       varchar(2) not null,
    line_seq     integer not null,
    product_code varchar(16),
    description  varchar(30),
    qty          numeric(14, 4) not null,
    qty_shipped  numeric(14, 4) not null,
    price        numeric(15, 4) not null,
    primary key (order_no, suffix, line_seq),
    foreign key (order_no, suffix) references web.sales_order on delete cascade
);

create table web.sales_order_delivery (
    order_no   integer not null,
    suffix     varchar(2) not null,
    name       varchar(30),
    line_1     varchar(30),
    line_2     varchar(30),
    postcode   varchar(10),
    carrier    varchar(10),
    connote    varchar(30),
    despatched date,
    primary key (order_no, suffix),
    foreign key (order_no, suffix) references web.sales_order on delete cascade
);

-- what the shop hands to the ERP

create table web.web_order (
    web_order_no  varchar(20) primary key,
    customer_code varchar(10) not null,
    placed_at     timestamptz not null default now(),
    erp_order_no  integer,
    erp_status    varchar(10) not null default 'PENDING',
    erp_message   varchar(200)
);

-- Answered orders pile up, the waiting ones stay few.
create index on web.web_order (web_order_no) where erp_status = 'PENDING';

create table web.web_order_line (
    web_order_no varchar(20) not null references web.web_order on delete cascade,
    line_no      integer not null,
    product_code varchar(16) not null,
    qty          numeric(14, 4) not null,
    price        numeric(15, 4) not null,
    primary key (web_order_no, line_no)
);

-- A shop program asks for a run by inserting a row; the trigger task takes it and writes the answer back.
create table web.integrator_command (
    id           bigint generated always as identity primary key,
    task         varchar(64) not null,
    mode         varchar(8) not null default 'CHANGED',
    requested_at timestamptz not null default now(),
    taken_at     timestamptz,
    run          bigint,
    answer       varchar(200)
);

create index on web.integrator_command (id) where taken_at is null;
