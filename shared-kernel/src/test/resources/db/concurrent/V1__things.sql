CREATE TABLE things (number int);
