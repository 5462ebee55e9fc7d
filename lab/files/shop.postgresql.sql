create role shop login password 'shop';
create role diag login password 'diag';
grant pg_monitor to diag;
create database shop owner shop;
\connect shop
create table orders(id bigserial primary key, ref bigint, host text, at timestamptz default now());
create table stock(id int primary key, n bigint);
insert into stock select number, 0 from generate_series(0, 9) number;
alter table orders owner to shop;
alter table stock owner to shop;
