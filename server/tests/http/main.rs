//! The service as its clients meet it: requests in, answers out, on a small district of two townships.

mod closures;
mod desk;
mod district;
mod door;
mod doors;
mod handovers;
mod holds;
mod incidents;
mod joint;
mod live;
mod modes;
mod openapi;
mod phone;
mod photos;
mod plan;
mod problems;
mod review;
mod scope;
mod session;
mod simulation;
mod support;
mod tiles;
mod tls;
mod travel;
mod whistles;
