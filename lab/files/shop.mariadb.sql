create user diag@'%' identified by 'diag';
grant process, replication client on *.* to diag@'%';
create database shop;
create table shop.t(id int primary key, v int) engine=innodb;
insert into shop.t values (1, 1), (2, 2);
